// Embeds the compressed price files, so that the binary needs no folder beside it. `.incbin` finds
// them through the target's header search path; the table is what bundled_prices.h declares.

.macro PRICES symbol
    .section .rodata
    .balign 16
start_\symbol:
    .incbin "\symbol\().csv.gz"
end_\symbol:
name_\symbol:
    .asciz "\symbol"
    .section .data.rel.ro, "aw", @progbits
    .quad name_\symbol
    .quad start_\symbol
    .quad end_\symbol
.endm

    .section .data.rel.ro, "aw", @progbits
    .balign 8
    .globl almanac_price_files
    .hidden almanac_price_files
    .type almanac_price_files, @object
almanac_price_files:
    PRICES AAPL
    PRICES AMD
    PRICES BAC
    PRICES BBY
    PRICES CVX
    PRICES GE
    PRICES HD
    PRICES IXIC
    PRICES JNJ
    PRICES JPM
    PRICES KO
    PRICES LLY
    PRICES MRK
    PRICES MSFT
    PRICES PEP
    PRICES PFE
    PRICES PG
    PRICES RRC
    PRICES SPX
    PRICES UNH
    PRICES WMT
    PRICES XOM

    .section .data.rel.ro, "aw", @progbits
    .quad 0, 0, 0
    .size almanac_price_files, . - almanac_price_files

    .section .note.GNU-stack, "", @progbits
