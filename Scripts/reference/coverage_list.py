"""Everything that the tables of the strategy language list, as tags, and the tags that a case's code shows by itself.

What a syntax tree cannot show (how a fill goes, the shape of a state) a case names in its `covers`.
"""
import ast

WINDOW = "mean sum std var min max median quantile skew kurt count rank corr cov first last".split()
TALIB = """SMA EMA WMA DEMA TEMA TRIMA KAMA T3 MAMA MA BBANDS MACD MACDEXT RSI STOCH STOCHF STOCHRSI ADX ADXR PLUS_DI MINUS_DI
PLUS_DM MINUS_DM DX AROON AROONOSC CCI CMO MFI MOM ROC ROCP ROCR WILLR ULTOSC TRIX PPO APO BOP ATR NATR TRANGE OBV AD ADOSC
SAR STDDEV VAR LINEARREG LINEARREG_SLOPE LINEARREG_ANGLE LINEARREG_INTERCEPT TSF BETA CORREL MAX MIN SUM MIDPOINT MIDPRICE
AVGPRICE MEDPRICE TYPPRICE WCLPRICE HT_TRENDLINE CDLDOJI CDLENGULFING CDLHAMMER CDLHANGINGMAN CDLINVERTEDHAMMER
CDLSHOOTINGSTAR CDLHARAMI CDLPIERCING CDLMORNINGSTAR CDLEVENINGSTAR CDL3WHITESOLDIERS CDL3BLACKCROWS""".split()
NUMPY = """log log1p log10 log2 exp expm1 sqrt square abs sign floor ceil round power tanh maximum minimum where select isnan
isfinite isinf nan inf pi clip logical_and logical_or logical_not nan_to_num zeros_like ones_like full_like""".split()
VBT = """MA.run MA.ma RSI.run RSI.rsi MACD.run MACD.macd MACD.signal MACD.hist BBANDS.run BBANDS.upper BBANDS.middle BBANDS.lower
BBANDS.bandwidth BBANDS.percent_b STOCH.run STOCH.percent_k STOCH.percent_d ATR.run ATR.atr ATR.tr OBV.run OBV.obv MSTD.run
MSTD.mstd MA.run(ewm=) RSI.run(ewm=)""".split()

REQUIRED = {
    "Statements": ["def (helper)", "lambda", "list comprehension", "tuple unpacking", "+= (augmented)", "if", "elif", "else",
                   "conditional expression", "for over range", "for over list", "pass", "docstring", "comment", "annotation",
                   "import pandas", "import numpy", "import vectorbt", "import talib", "import math", "import typing",
                   "import __future__", "import under another alias", "import inside the function", "print", "f-string",
                   "assert", "raise", "try"],
    "Values": ["series of numbers", "series of booleans", "int", "float", "bool", "str", "None", "list", "tuple", "data['slot']",
               "data['slot']['col']", "data['slot'].col", "params['p']", "params.get", "parameter int", "parameter float",
               "parameter bool", "parameter enum", "parameter str", "two slots"],
    "Frames": ["slot.copy()", "df['new'] =", "df['a']", "df.a", "df[[…]].max(axis=1)", "df[[…]].min(axis=1)",
               "df[[…]].sum(axis=1)", "df[[…]].mean(axis=1)", "pd.concat(…).max(axis=1)", "pd.concat(…).min(axis=1)",
               "pd.concat(…).sum(axis=1)", "pd.concat(…).mean(axis=1)", "pd.DataFrame({…})", "s[cond] = x",
               "s.loc[cond] = x", "df.loc[cond, 'a'] = x", "pd.Series(number, index=)", "pd.Series(bool, index=)",
               "pd.Series(x, index=)", "np.zeros(len(df))", ".values", ".to_numpy()"],
    "Operators": ["+", "-", "*", "/", "//", "%", "**", "unary -", "<", "<=", ">", ">=", "==", "!=", "chained comparison",
                  "&", "|", "~", "^", "and", "or", "not"],
    "Windows": [f"rolling.{m}" for m in WINDOW] + [f"expanding.{m}" for m in WINDOW] +
               ["rolling(min_periods=)", "rolling(closed='left')", "rolling('20D')", "expanding(min_periods=)",
                "rank(pct=)", "std(ddof=)", "var(ddof=)", "cov(ddof=)", "rolling on booleans"],
    "Exponential": ["ewm.mean", "ewm.std", "ewm.var", "ewm.corr", "ewm.cov", "ewm(span=)", "ewm(com=)", "ewm(alpha=)",
                    "ewm(halflife=)", "ewm(adjust=)", "ewm(min_periods=)", "ewm(ignore_na=)"],
    "Moves": ["shift", "shift(fill_value=)", "diff", "pct_change", "cumsum", "cumprod", "cummax", "cummin"],
    "Repair": ["fillna", "ffill", "ffill(limit=)", "replace", "clip(lower=)", "clip(upper=)", "where", "mask", "isna", "notna",
               "astype(bool)", "astype(int)", "astype(float)", "round"],
    "Tests": ["between", "between(inclusive=)", "isin", "abs", "gt", "lt", "ge", "le", "eq", "ne", "add", "sub", "mul", "div",
              "rolling.max on booleans (any)", "rolling.min on booleans (all)"],
    "Calendar": [f"index.{a}" for a in "year month day dayofweek weekday hour minute dayofyear quarter".split()] +
                ["index.is_month_start", "index.is_month_end", "index.is_quarter_end"],
    "NumPy": [f"np.{n}" for n in NUMPY],
    "Python on scalars": [f"{n}()" for n in "abs min max round int float bool len range sum".split()] +
                         ["math.sqrt", "math.log", "math.exp", "math.floor", "math.ceil", "math.pi"],
    "TA-Lib": [f"talib.{n}" for n in TALIB],
    "vectorbt": [f"vbt.{n}" for n in VBT] + [".vbt.crossed_above", ".vbt.crossed_below", "MA.ma_crossed_above"],
    "Of its own": ["crossed_above", "crossed_below", "bars_since", "zscore", "rsi", "atr", "vwap", "scan"],
    "State from bar to bar": ["bar loop: x[i]", "bar loop: x[i-k]", "bar loop: x.iloc[i]", "bar loop: x.iloc[i-k]",
                              "bar loop: own earlier result", "bar loop: position flag", "bar loop: entry price None",
                              "bar loop: entry price 0", "bar loop: entry price NaN", "bar loop: trailing extreme",
                              "bar loop: cooldown", "bar loop: bars held", "bar loop: enumerate", "bar loop: zip",
                              "bar loop: elif", "bar loop: continue", "bar loop: .iloc write", "bar loop: array write",
                              "bar loop: range(len(df))", "bar loop: from k"],
    "Sessions": [f"groupby(index.date).{m}" for m in "cumsum cumcount cummax cummin transform".split()],
    "Result": ["result: pair", "result: four", "result: dict", "result: size scalar", "result: size series",
               "result: stop_loss scalar", "result: stop_loss series", "result: take_profit scalar",
               "result: take_profit series", "result: trailing_stop scalar", "result: trailing_stop series"],
    "Runs": ["execution at close", "execution at open", "resampled to weeks", "resampled to months", "resampled to days",
             "hourly bars", "from and to", "fees", "slippage", "starting cash", "no trades", "short trades", "reversal",
             "ragged join", "join by known_at", "restated observation", "missing values in the traded slot",
             "margin call", "missing values in TA-Lib", "missing values in a joined slot", "zero volume", "fills vectorbt",
             "parameters bound at the run"],
}

CALENDAR = {"year", "month", "day", "dayofweek", "weekday", "hour", "minute", "dayofyear", "quarter", "is_month_start",
            "is_month_end", "is_quarter_end"}
PLAIN = {"diff", "pct_change", "cumsum", "cumprod", "cummax", "cummin", "fillna", "replace", "where", "mask", "isna", "notna",
         "round", "isin", "abs", "gt", "lt", "ge", "le", "eq", "ne", "add", "sub", "mul", "div", "shift", "between", "ffill"}
SYMBOL = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
          ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
          ast.Eq: "==", ast.NotEq: "!=", ast.And: "and", ast.Or: "or"}
USUAL = {"pandas": "pd", "numpy": "np", "vectorbt": "vbt", "talib": "talib", "math": "math"}


class Reader(ast.NodeVisitor):
    def __init__(self):
        self.tags, self.kind, self.depth, self.modules, self.numbers = set(), {}, 0, {v: k for k, v in USUAL.items()}, set()
        self.loops, self.frames = [], set()

    def see(self, *tags):
        self.tags.update(tags)

    # what an expression is, as far as the text shows
    def kind_of(self, node):
        if isinstance(node, ast.Name):
            return self.kind.get(node.id)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in ("rolling", "expanding", "ewm", "groupby", "concat"):
                return name
            if name == "DataFrame":
                return "frame"
            if name == "copy":
                return "frame"
            root = node.func.value
            if name == "run" and isinstance(root, ast.Attribute) and self.module(root.value) == "vectorbt":
                return "vbt." + root.attr
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, (ast.List,)):
                return "columns"
            if isinstance(node.value, ast.Name) and node.value.id == "data":
                return "slot"
        return None

    def module(self, node):
        return self.modules.get(node.id) if isinstance(node, ast.Name) else None

    def visit_Import(self, node):
        for a in node.names:
            if a.name in USUAL:
                alias = a.asname or a.name
                self.modules[alias] = a.name
                self.see("import " + a.name)
                if alias != USUAL[a.name]:
                    self.see("import under another alias")
                if self.depth:
                    self.see("import inside the function")

    def visit_ImportFrom(self, node):
        self.see("import " + node.module)

    def visit_FunctionDef(self, node):
        if node.name != "generate_signals":
            self.see("def (helper)")
        if ast.get_docstring(node):
            self.see("docstring")
        if node.returns or any(a.annotation for a in node.args.args):
            self.see("annotation")
        for a in node.args.args:
            if a.arg == "df":
                self.kind["df"] = "frame"
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_Lambda(self, node):
        self.see("lambda")
        self.generic_visit(node)

    def visit_ListComp(self, node):
        self.see("list comprehension")
        self.generic_visit(node)

    def visit_JoinedStr(self, node):
        self.see("f-string")
        self.generic_visit(node)

    def visit_Pass(self, node):
        self.see("pass")

    def visit_Assert(self, node):
        self.see("assert")
        self.generic_visit(node)

    def visit_Raise(self, node):
        self.see("raise")

    def visit_Try(self, node):
        self.see("try")
        self.generic_visit(node)

    def visit_IfExp(self, node):
        self.see("conditional expression")
        self.generic_visit(node)

    def visit_If(self, node):
        self.see("if")
        if node.orelse:
            single = len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
            self.see("elif" if single else "else")
            if single and self.loops:
                self.see("bar loop: elif")
        self.generic_visit(node)

    def visit_Continue(self, node):
        self.see("bar loop: continue")

    def visit_AugAssign(self, node):
        self.see("+= (augmented)", SYMBOL[type(node.op)])
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        self.see("annotation")
        if isinstance(node.target, ast.Name) and node.value:
            self.kind[node.target.id] = self.kind_of(node.value)
        self.generic_visit(node)

    def visit_For(self, node):
        text = ast.unparse(node.iter)
        bars = text.startswith(("enumerate", "zip")) or ("range" in text and ("len(" in text or "(1, n" in text))
        if text.startswith("enumerate"):
            self.see("bar loop: enumerate")
        if "zip(" in text:
            self.see("bar loop: zip")
        if text.startswith("range(len("):
            self.see("bar loop: range(len(df))")
        if not bars:
            self.see("for over range" if "range" in text else "for over list")
        elif isinstance(node.target, ast.Name):
            self.loops.append(node.target.id)
        self.generic_visit(node)
        if bars and isinstance(node.target, ast.Name):
            self.loops.pop()

    def visit_Assign(self, node):
        for target in node.targets:
            if isinstance(target, ast.Tuple):
                self.see("tuple unpacking")
            elif isinstance(target, ast.Name):
                self.kind[target.id] = self.kind_of(node.value)
            elif isinstance(target, ast.Subscript):
                self.assigned(target)
        self.generic_visit(node)

    def assigned(self, target):
        base, place = target.value, target.slice
        if isinstance(place, ast.Constant) and isinstance(place.value, str):
            self.see("df['new'] =")
        elif isinstance(base, ast.Attribute) and base.attr == "loc":
            self.see("df.loc[cond, 'a'] = x" if isinstance(place, ast.Tuple) else "s.loc[cond] = x")
        elif self.loops and isinstance(base, ast.Attribute) and base.attr == "iloc":
            self.see("bar loop: .iloc write")
        elif self.loops and isinstance(place, ast.Name) and place.id in self.loops:
            self.see("bar loop: array write")
        elif isinstance(base, ast.Name) and not self.loops:
            self.see("s[cond] = x")

    def visit_Return(self, node):
        if isinstance(node.value, ast.Tuple):
            self.see({2: "result: pair", 4: "result: four"}.get(len(node.value.elts), "tuple"))
        elif isinstance(node.value, ast.Dict):
            self.see("result: dict")
            for key, value in zip(node.value.keys, node.value.values):
                scalar = isinstance(value, ast.Constant) or "params" in ast.unparse(value)
                self.see(f"result: {key.value} " + ("scalar" if scalar else "series"))
        self.generic_visit(node)

    def visit_BinOp(self, node):
        if type(node.op) in SYMBOL:
            self.see(SYMBOL[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        self.see({ast.USub: "unary -", ast.Invert: "~", ast.Not: "not"}.get(type(node.op), "unary +"))
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        self.see(SYMBOL[type(node.op)])
        self.generic_visit(node)

    def visit_Compare(self, node):
        self.see(*[SYMBOL[type(op)] for op in node.ops if type(op) in SYMBOL])
        if len(node.ops) > 1:
            self.see("chained comparison")
        self.generic_visit(node)

    def visit_Constant(self, node):
        self.see({bool: "bool", int: "int", float: "float", str: "str", type(None): "None"}.get(type(node.value), "str"))

    def visit_List(self, node):
        self.see("list")
        self.generic_visit(node)

    def visit_Tuple(self, node):
        self.see("tuple")
        self.generic_visit(node)

    def visit_Subscript(self, node):
        base, place = node.value, node.slice
        if isinstance(base, ast.Name) and base.id == "params":
            self.see("params['p']")
        elif isinstance(base, ast.Name) and base.id == "data":
            self.see("data['slot']")
        elif isinstance(place, ast.Constant) and isinstance(place.value, str):
            self.see("data['slot']['col']" if self.kind_of(base) == "slot" and isinstance(base, ast.Subscript) else "df['a']")
        if self.loops and isinstance(node.ctx, ast.Load):
            at = base.attr == "iloc" if isinstance(base, ast.Attribute) else False
            if isinstance(place, ast.Name) and place.id in self.loops:
                self.see("bar loop: x.iloc[i]" if at else "bar loop: x[i]")
            elif isinstance(place, ast.BinOp) and isinstance(place.left, ast.Name) and place.left.id in self.loops:
                self.see("bar loop: x.iloc[i-k]" if at else "bar loop: x[i-k]")
        self.generic_visit(node)

    def visit_Attribute(self, node):
        base = node.value
        if self.module(base) == "numpy":
            self.see("np." + node.attr)
        elif self.module(base) == "talib":
            self.see("talib." + node.attr)
        elif self.module(base) == "math":
            self.see("math." + node.attr)
        elif node.attr in CALENDAR and (getattr(base, "attr", None) == "index" or getattr(base, "id", None) in ("index", "idx")):
            self.see("index." + node.attr)
        elif node.attr == "values":
            self.see(".values")
        elif node.attr in ("open", "high", "low", "close", "volume", "eps"):
            self.see("data['slot'].col" if self.kind_of(base) == "slot" else "df.a")
        kind = self.kind_of(base)
        if kind and kind.startswith("vbt.") and f"{kind[4:]}.{node.attr}" in VBT:
            self.see(f"{kind}.{node.attr}")
        self.generic_visit(node)

    def visit_Call(self, node):
        names = {k.arg for k in node.keywords}
        words = {k.arg: ast.unparse(k.value) for k in node.keywords}
        if isinstance(node.func, ast.Name):
            name = node.func.id
            if name in ("abs", "min", "max", "round", "int", "float", "bool", "len", "range", "sum"):
                self.see(name + "()")
            elif name == "print":
                self.see("print")
            elif name in REQUIRED["Of its own"]:
                self.see(name)
        elif isinstance(node.func, ast.Attribute):
            self.method(node, node.func.attr, node.func.value, names, words)
        self.generic_visit(node)

    def method(self, node, name, base, names, words):
        kind, module = self.kind_of(base), self.module(base)
        if kind in ("rolling", "expanding", "ewm"):
            self.see(f"{kind}.{name}")
            if "ddof" in names:
                self.see(f"{name}(ddof=)")
            if "pct" in names:
                self.see("rank(pct=)")
        elif kind == "groupby":
            self.see(f"groupby(index.date).{name}")
        elif kind in ("concat", "columns"):
            self.see(("pd.concat(…)" if kind == "concat" else "df[[…]]") + f".{name}(axis=1)")
        elif kind and kind.startswith("vbt.MA") and name == "ma_crossed_above":
            self.see("MA.ma_crossed_above")
        elif name in ("rolling", "expanding", "ewm"):
            if name == "rolling" and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                self.see("rolling('20D')")
            self.see(*[f"{name}({k}=" + (")" if k != "closed" else "'left')") for k in names if k != "window"])
            if name == "ewm" and node.args:
                self.see("ewm(com=)")
        elif module == "pandas" and name == "Series":
            first = node.args[0] if node.args else None
            self.see("pd.Series(bool, index=)" if isinstance(first, ast.Constant) and isinstance(first.value, bool) else
                     "pd.Series(number, index=)" if isinstance(first, ast.Constant) else "pd.Series(x, index=)")
        elif module == "pandas" and name == "DataFrame":
            self.see("pd.DataFrame({…})")
        elif module == "numpy" and name == "zeros":
            self.see("np.zeros(len(df))")
        elif name == "run" and isinstance(base, ast.Attribute) and self.module(base.value) == "vectorbt":
            self.see(f"vbt.{base.attr}.run")
            if "ewm" in names:
                self.see(f"vbt.{base.attr}.run(ewm=)")
        elif isinstance(base, ast.Attribute) and base.attr == "vbt":
            self.see(".vbt." + name)
        elif name == "get" and isinstance(base, ast.Name) and base.id == "params":
            self.see("params.get")
        elif name == "copy":
            self.see("slot.copy()")
        elif name == "to_numpy":
            self.see(".to_numpy()")
        elif name == "astype":
            self.see(f"astype({ast.unparse(node.args[0])})")
        elif name == "clip" and not module:
            self.see(*[f"clip({k}=)" for k in names] or ["clip(lower=)", "clip(upper=)"])
        elif name in PLAIN and not module:
            self.see(name)
            self.see(*[f"{name}({k}=)" for k in names if f"{name}({k}=)" in
                       ("shift(fill_value=)", "ffill(limit=)", "between(inclusive=)")])


def tags_of(case):
    code, run, reader = case["strategy"]["code"], case["run"], Reader()
    reader.visit(ast.parse(code))
    tags = reader.tags
    if "#" in code:
        tags.add("comment")
    if "result: four" in tags or "short_entries" in code:
        tags.add("short trades")
    schema = case["strategy"]["param_schema"]
    tags |= {f"parameter {p['type']}" for p in schema.values()}
    tags |= {"series of numbers", "series of booleans"}
    if len(case["strategy"]["data_schema"]) > 1:
        tags.add("two slots")
    price = run.get("params", {}).get("execution_price", schema.get("execution_price", {}).get("default", "close"))
    every = run.get("params", {}).get("execution_frequency", schema.get("execution_frequency", {}).get("default", "1Day"))
    source = next(iter(case["strategy"]["data_schema"].values()))["frequency"]
    tags.add("execution at " + price)
    tags |= {"1Week": {"resampled to weeks"}, "1Month": {"resampled to months"}, "1Hour": {"hourly bars"},
             "1Day": {"resampled to days"} if source == "1Hour" else set()}.get(every, set())
    if "start" in run and "end" in run:
        tags.add("from and to")
    for key, tag in (("fees", "fees"), ("slippage", "slippage"), ("init_cash", "starting cash")):
        if run.get(key):
            tags.add(tag)
    if run.get("fills"):
        tags.add("fills vectorbt")
    if run.get("params"):
        tags.add("parameters bound at the run")
    return tags
