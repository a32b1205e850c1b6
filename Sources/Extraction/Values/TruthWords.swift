/// The words and marks that mean yes or no.
enum TruthWords {
    static let table = PhraseTable<Bool>([
        (true, "true,yes,y,on,1,ja,oui,si,sim,wahr,vrai,verdadero,vero,はい,是,✓,✔,☑,✅"),
        (false, "false,no,n,off,0,nein,non,nao,nee,falsch,faux,falso,いいえ,否,✗,✘,☒,❌,✕"),
    ])
}
