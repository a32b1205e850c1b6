/// The words of the lexicon, by how much they say: 1 a little, 2 clearly, 3 strongly.
///
/// `~` stands for the regular forms of a verb or noun (`soar~`: soars, soared, soaring), `~~` for
/// those with a doubled consonant, `_` for the space in a phrase.
enum LexiconWords {
    static let market: [(value: Double, words: String)] = [
        (
            3.0,
            """
            bullish skyrocket~ moonshot to_the_moon blowout blow_out ten_bagger tenbagger
            multibagger
            strong_buy back_up_the_truck record_high record_highs record_profit record_profits
            record_revenue record_earnings smashes_estimates crushes_estimates crushed_estimates
            crush_earnings crushed_earnings massive_beat huge_beat
            """
        ),
        (
            2.5,
            """
            soar~ surge~ bull_flag bull_flags golden_cross buy_the_dip buy_the_dips btfd btd
            all_time_high all_time_highs new_high new_highs fresh_high fresh_highs 52_week_high
            52_week_highs 52wk_high breakout breakouts break_out breaking_out broke_out
            breaks_out bullishly tendies diamond_hands upgrade~ beat_estimates
            beats_estimates beat_expectations beats_expectations tops_estimates topped_estimates
            tops_expectations topped_expectations beats_the_street earnings_beat raises_guidance
            raised_guidance raised_outlook raises_outlook raises_forecast raised_forecast
            raises_dividend raised_dividend dividend_increase price_target_raised pt_raised
            raises_price_target raised_price_target raises_pt raised_pt increases_price_target
            """
        ),
        (
            2.0,
            """
            rally rallies rallied rallying bull bulls outperform~ undervalued oversold_bounce
            long_and_strong strong_support higher_highs higher_high accumulate~ uptrend
            uptrends upside upswing upleg rip_higher rips_higher ripping ripper parabolic
            squeeze_higher short_squeeze squeezing_shorts inverse_head_and_shoulders
            cup_and_handle ascending_triangle double_bottom bullish_engulfing buy_signal
            buy_rating overweight breaks_resistance broke_resistance break_above breaks_above
            broke_above breaking_above break_resistance gap_up gaps_up gapped_up gapping_up
            ath aths profitable outpace~ in_the_green buyback buybacks buy_back share_repurchase
            rocket~ moon moons mooning mooned hodl beat_on better_than_expected
            above_expectations above_estimates ahead_of_expectations strong_earnings
            strong_growth strong_results strong_demand multi_year_high multiyear_high
            squeezed_shorts golden_pocket nice_move going_higher go_higher headed_higher
            heading_higher moving_higher move_higher grinding_higher pushing_higher
            """
        ),
        (
            1.7,
            """
            buy buys buying bought buyer buyers long longs longed going_long went_long
            rebound~ bounce~ recover~ recovery strength strengthen~ strong stronger strongest
            strongly breakthrough climb~ higher_lows higher_low jump~ spike_up gain~ gainer gainers
            beat beats outpaced boost~ pop pops popped popping rip rips approval approved
            fda_approval
            load_up loading_up loaded_up loading_the_boat added_to_my_position squeeze~
            rise rises rose risen rising grow grows grew grown growing growth boom~ bargain bargains
            calls_bought bought_calls buying_calls long_calls call_buying sold_puts selling_puts
            call_buyers in_calls calls_printing accumulation flying taking_off take_off
            took_off lift_off liftoff off_to_the_races
            """
        ),
        (
            1.3,
            """
            up upward upwards higher high_of_day hod green long_term_buy dividend_growth momentum
            upbeat robust expand~ expansion profit profits profited profiting add_on_dips
            adding added add adds added_more adding_more initiated_long runner runners run_up
            running breakeven_to_profit bottomed bottoming bottom_is_in reversal_up holding_up
            holding_strong held_up holding_above held_above holds_above above_resistance
            higher_prices solid steady outlook_raised cheap value_play discounted winner winners
            win wins won winning acquire acquires acquired acquisition takeover buyout merger
            partnership contract_win wins_contract awarded contract deal beat_the_market
            exceed~ surpass~ top_pick best_pick conviction increase~ raise~ double~
            triple~ quadruple~ improve~ improvement improvements oversold covering_shorts
            shorts_covering short_covering cover_shorts cover_short
            print_money printing_money free_money stopped_shorts ramp ramps ramped ramping
            """
        ),
        (
            0.8,
            """
            calls call_options support supports supported high highs run runs hold holding
            holds held bid bidding bids entry target_hit target targets price_target potential
            opportunity opportunities setup setting_up set_up_nicely coil~ coiled consolidating
            basing demand dividend dividends interest_in breakthroughs innovation innovative
            launch~ expansionary optimistic optimism confident confidence stabilize~ stabilise~
            stable stonks yolo lambo lambos swing_long position_trade starter_position
            added_to like_this_stock patience patient stick_with loading loaded
            cover covered covering inflow inflows outlook_strong reward
            """
        ),
        (
            -0.7,
            """
            resistance overhead_resistance volatile volatility uncertain uncertainty cautious
            caution careful risk risks exit exits exited taking_profits took_profits
            take_profits profit_taking taking_profit lock_in_profits took_profit
            trim~~ lighten~ hedge~ offering dilute~ slow slower slowing
            delay~ halt~ stalled stall~ stalling flat choppy chop thin_volume low_volume
            unchanged priced_in short_interest short_sellers shorts pull_back pullback pullbacks
            retrace~ retracement dip dips dipped dipping put_options puts top_is_in
            hype hyped hesitant question_mark skeptical sceptical doubt doubts doubtful
            low lows expensive pricey stretched extended toppy frothy saturated
            """
        ),
        (
            -1.3,
            """
            down downward downwards lower red low_of_day lod sold out_of_position stopped
            stop_hit stopped_out selling_pressure fade~ rollover rolling_over rolls_over
            rolled_over reject~ rejection weak_hands weaken~ weaker weakest soften~ softer
            miss misses missed missing_estimates shortfall disappoint~ disappointment
            disappointments reduce~ cut cuts cutting trouble troubled problem problems
            concern~ worry worries worried worrying fear fears afraid lawsuit lawsuits sue sued
            sues suing probe~ investigate~ investigation investigations recall~ layoff
            layoffs lay_off laid_off penalty penalties fine_of fined antitrust pressure~ headwind
            headwinds debt overbought overpriced overextended overhyped overhype red_flag
            red_flags distribution decelerate~ deceleration outflow outflows bag_holder
            bagholder bagholders bag_holders holding_the_bag bag_holding paper_hands dead_money
            liquidate~ liquidation margin_call margin_calls capitulate~ capitulation
            exhaustion topping topped_out double_top lower_prices
            """
        ),
        (
            -1.7,
            """
            sell sells selling seller sellers short shorted shorting short_it going_short
            went_short new_short fell fall falls falling fallen drop~~ decline~ slide slides slid
            sliding slip~~ sink sinks sank sinking weak weakness lag~~ laggard laggards loser
            losers lose loses lost losing loss losses worst worse bought_puts buying_puts
            long_puts put_buying put_buyers in_puts sold_calls selling_calls lower_highs
            lower_high gap_down gaps_down gapped_down gapping_down break_below breaks_below
            broke_below breaking_below below_support breaks_support broke_support breaking_support
            break_support lost_support failed_breakout fails_at failed_at downside downtrend
            downtrends downtick downleg drag~~ tough challenge~ falling_knife
            descending_triangle head_and_shoulders sell_signal sell_rating underweight
            multi_year_low new_low new_lows 52_week_low 52_week_lows 52wk_low fresh_lows
            underperform~ going_lower go_lower headed_lower heading_lower moving_lower
            move_lower worse_than_expected below_expectations below_estimates
            """
        ),
        (
            -2.2,
            """
            bear bears tumble~ dump dumps dumped dumping sell_off sell_offs selloff selloffs
            selling_off sold_off slump~ sink_lower plummet~ lower_lows lower_low bear_flag
            bear_flags overvalued dilution downgrade~ miss_estimates missed_estimates
            misses_estimates misses_expectations missed_expectations earnings_miss cuts_guidance
            cut_guidance lowers_guidance lowered_guidance lowers_outlook cuts_outlook
            cuts_forecast cut_forecast guides_lower guided_lower cuts_dividend cut_dividend
            dividend_cut price_target_cut pt_cut price_target_lowered lowers_price_target
            lowered_price_target cuts_price_target cuts_pt lowers_pt profit_warning
            bubble bubbles value_trap dead_cat_bounce death_cross bearish_engulfing crater~
            tank tanks tanked tanking nosedive~ all_time_low all_time_lows crush_longs trap_bulls
            bull_trap bull_traps bloodbath blood_bath rug_pull rugpull rugged guh sinking_ship
            """
        ),
        (
            -3.0,
            """
            bearish crash crashes crashed crashing plunge~ collapse~ implode~ implosion bankrupt
            bankruptcy bankruptcies chapter_11 insolvent insolvency fraud frauds fraudulent
            ponzi scam scams scammer scammers delist~ default_on defaults defaulted
            rekt wiped_out wipe_out wiped worthless going_to_zero to_zero strong_sell blew_up
            blown_up bagged_out pump_and_dump short_it_all accounting_scandal cooking_the_books
            disaster disastrous massacre
            """
        ),
        (
            0.0,
            """
            short_term short_time short_while short_list short_answer short_version shorter
            long_time long_way long_island long_weekend how_long so_long as_long_as before_long
            too_long year_long day_long long_list long_story long_haul short_story
            stop_loss stop_losses lower_case cut_off sell_side buy_side buy_or_sell
            profit_and_loss call_me conference_call earnings_call call_of_duty so_called
            what_is_up whats_up what's_up sign_up signing_up start_up made_up set_up_a follow_up
            look_up wake_up shut_up catch_up back_up up_to up_for ended_up end_up wind_up
            grew_up grow_up hurry_up up_and_down watch_out coming_up come_up bring_up brought_up
            down_the_road boil_down written_down write_down_a best_buy red_hat green_card
            hard_drive gold_mine low_cost low_fee high_school high_end red_bull black_friday
            high_tech short_film call_center fear_and_greed winners_like for_winners
            winners_and_losers gainers_and_losers losers_and_gainers bulls_and_bears
            bulls_vs_bears beats_headphones beats_music run_time run_by
            deal_with support_team customer_support support_for long_since
            """
        ),
    ]
}
