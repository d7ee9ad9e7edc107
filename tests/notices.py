"""Notices written for the tests in the formats of the series; numbers are real positions, events are not."""

ENGLISH = """\
121500Z AUG 25
HYDROPAC 2201/25.
SEA OF JAPAN.
1. GUNNERY EXERCISES 2300Z TO 0800Z DAILY
   18 THRU 20 AUG IN AREA BOUND BY
   38-20.00N 131-10.00E, 38-20.00N 131-50.00E,
   37-50.00N 131-50.00E, 37-50.00N 131-10.00E.
2. CANCEL THIS MSG 210900Z AUG 25.
"""
CHINESE = """\
鲁航警0412
黄海北部，9月3日8时至9月5日18时，每日8时至18时，实弹射击。
A、北纬37°50′00″、东经122°30′00″；B、北纬37°50′00″、东经122°55′00″；
C、北纬37°35′00″、东经122°55′00″；D、北纬37°35′00″、东经122°30′00″。四点连线水域禁止驶入。
"""
JAPANESE = """\
7年212項 九州西岸 射撃訓練
期間 令和7年9月3日、4日(予備日8日)、0900〜1700
区域 33-10.0N 128-20.0E を中心とする半径5海里の円内
"""
KOREAN = """\
항행경보 제25-318호 동해 사격훈련
2025년 9월 3일 09:00 ~ 18:00
다음 지점을 연결한 구역: 37-20-30.0N, 130-10-15.0E / 37-20-30.0N, 130-40-15.0E / 37-05-00.0N, 130-40-15.0E
"""
RUSSIAN = """\
ПРИП ВЛАДИВОСТОК 214/25 КАРТА 62004
ЗАЛИВ ПЕТРА ВЕЛИКОГО
1. СТРЕЛЬБЫ АРТИЛЛЕРИЙСКИЕ 03 ПО 05 СЕН 0100 ДО 0900
РАЙОНЕ ЗАПРЕТНОМ ДЛЯ ПЛАВАНИЯ
42-30.0С 132-10.0В 42-30.0С 132-30.0В
42-15.0С 132-30.0В 42-15.0С 132-10.0В
2. ОТМ ЭТОТ НР 051000 СЕН=
020400 МСК ГС-
"""
NOTAM = """\
Z0707/25 NOTAMN
Q) RKRR/QRTCA/IV/BO/W/000/100/3620N12540E012
A) RKRR B) 2509030300 C) 2509050600
D) 03-04 0300-0600, 05 0200-0600
E) TEMPO RESTRICTED AREA ACT AS FLW
   362500N1253000E-363000N1254500E-361500N125500
   0E-362500N1253000E
F) SFC G) 10000FT AMSL
"""
BY_NAME = "黄海中部部分海域 2025年9月3日至5日、每日8时至18时实弹射击，禁止驶入。"
EVERY = {
    "english": ENGLISH, "chinese": CHINESE, "japanese": JAPANESE, "korean": KOREAN, "russian": RUSSIAN,
    "notam": NOTAM, "by name": BY_NAME,
}  # fmt: skip
