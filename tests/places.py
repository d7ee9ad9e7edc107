"""Places whose region nobody disputes: the independent check of the regions that we draw.

Positions come from general geography and from the wording of the published limits, not from any file that
our build makes. Degrees, WGS 84, longitude first, to about 1 km. A point at sea stands at least 1 km off the
coast and 2 km off any limit; only the two points beside 30°N stand nearer, at 1 km.

The reading is the central one: the northern East China Sea ends at 30°00′N. An island under 1,000 km² counts
as the sea around it, but Jeju, and Korean coastal islands of at least 2 km² that reach within 12 nautical
miles of the mainland, belong to the Korean Peninsula. Land elsewhere has no region.

S-23 in a reason is the International Hydrographic Organization's *Limits of Oceans and Seas*, Special
Publication 23, 3rd edition, 1953.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A place and the region it lies in; None: in no region."""

    name: str
    lon: float
    lat: float
    region: str | None
    reason: str
    hard: bool = False  #: within about 10 km of a limit or border, or easy to get wrong on a coarse map

    def __str__(self) -> str:
        """Name the case in a test report."""
        return self.name


KOREA = "korean_peninsula"
JAPAN_SEA = "sea_of_japan"
YELLOW_SEA = "yellow_sea"
BOHAI = "bohai_gulf"
EAST_CHINA_SEA = "northern_east_china_sea"

PLACES: list[Place] = [
    # The Korean Peninsula, and the far banks of the Yalu and the Tumen.
    Place("Seoul", 126.98, 37.57, KOREA, "On the mainland of the peninsula."),
    Place("Pyongyang", 125.75, 39.02, KOREA, "On the mainland of the peninsula."),
    Place("Punggye-ri test site", 129.08, 41.28, KOREA, "In North Hamgyong, well south of the Tumen."),
    Place(
        "Busan, Geumjeong",
        129.09,
        35.24,
        KOREA,
        "On the mainland of the peninsula, at its south-east corner.",
    ),
    Place("Jeju city", 126.53, 33.49, KOREA, "Jeju is counted with the peninsula as a whole."),
    Place(
        "Jindo town", 126.26, 34.48, KOREA, "Jindo lies a few hundred metres from the mainland.", hard=True
    ),
    Place(
        "Ganghwa", 126.45, 37.70, KOREA, "A large island in the Han estuary, beside the mainland.", hard=True
    ),
    Place("Geoje", 128.62, 34.87, KOREA, "A large island beside the mainland.", hard=True),
    Place(
        "Baengnyeong",
        124.66,
        37.955,
        KOREA,
        "An island of about 45 km², about 9 nautical miles from the mainland cape of Jangsan.",
        hard=True,
    ),
    Place("Sinuiju, south of the Yalu", 124.41, 40.085, KOREA, "On the Korean bank of the Yalu.", hard=True),
    Place("Dandong, north of the Yalu", 124.37, 40.135, None, "On the Chinese bank of the Yalu.", hard=True),
    Place("Namyang, south of the Tumen", 129.87, 42.93, KOREA, "On the Korean bank of the Tumen.", hard=True),
    Place(
        "Tumen city, north of the Tumen", 129.82, 42.98, None, "On the Chinese bank of the Tumen.", hard=True
    ),
    Place("Hunchun", 130.37, 42.86, None, "In China, north-east of the Tumen.", hard=True),
    Place("Khasan", 130.65, 42.43, None, "In Russia, on the left bank of the Tumen.", hard=True),
    Place(
        "Baekdu, south-eastern foot", 128.15, 41.93, KOREA, "On the Korean side of the mountain.", hard=True
    ),
    Place(
        "Changbai (Baekdu), northern foot",
        128.06,
        42.09,
        None,
        "On the Chinese side of the mountain.",
        hard=True,
    ),
    # The Sea of Japan, its ports and islands, and the far sides of its straits.
    Place("middle of the Sea of Japan", 134.0, 40.0, JAPAN_SEA, "Far from every limit."),
    Place("off Wonsan, East Korea Bay", 127.9, 39.3, JAPAN_SEA, "The western corner, off the Korean coast."),
    Place(
        "off Sovetskaya Gavan",
        140.8,
        48.9,
        JAPAN_SEA,
        "S-23 puts the Tatar Strait south of 51°45′N in the sea.",
    ),
    Place("Vladivostok", 131.93, 43.14, None, "A city on land in Russia.", hard=True),
    Place("Vladivostok, Ussuri Bay", 132.1, 43.0, JAPAN_SEA, "An arm of Peter the Great Bay."),
    Place("Sasebo", 129.73, 33.19, None, "A city on land on Kyushu.", hard=True),
    Place("off Sasebo, Goto-nada", 129.4, 33.1, JAPAN_SEA, "North of the line Nomozaki - Fukue."),
    Place("Niigata", 139.05, 37.87, None, "A city on land on Honshu.", hard=True),
    Place("Niigata roadstead", 139.05, 38.0, JAPAN_SEA, "Open water off the west coast of Honshu."),
    Place("Maizuru", 135.36, 35.46, None, "A city on land on Honshu.", hard=True),
    Place("off Maizuru, Wakasa Bay", 135.45, 35.68, JAPAN_SEA, "A bay of the west coast of Honshu."),
    Place("Tsushima", 129.33, 34.28, JAPAN_SEA, "An island of about 700 km² in the Korea Strait."),
    Place("Iki", 129.71, 33.79, JAPAN_SEA, "An island of about 130 km² in the Korea Strait."),
    Place(
        "Fukue",
        128.77,
        32.70,
        JAPAN_SEA,
        "S-23's limit crosses the far south of Fukue, an island of about 330 km² counted whole.",
    ),
    Place("Ulleungdo", 130.87, 37.50, JAPAN_SEA, "An island of about 70 km² some 130 km from the mainland."),
    Place(
        "Dokdo/Takeshima (Liancourt Rocks)", 131.867, 37.242, JAPAN_SEA, "Islets in the middle of the sea."
    ),
    Place("Sado", 138.40, 38.05, JAPAN_SEA, "An island of about 855 km², just under the limit of size."),
    Place("Oki, Dogo", 133.27, 36.25, JAPAN_SEA, "An island of about 240 km²."),
    Place("Okushiri", 139.45, 42.15, JAPAN_SEA, "An island of about 140 km² west of Hokkaido."),
    Place("Rishiri", 141.24, 45.18, JAPAN_SEA, "An island of about 180 km² west of the line Soya - Crillon."),
    Place("Moneron", 141.22, 46.25, JAPAN_SEA, "An island of about 30 km² in the Tatar Strait."),
    Place(
        "Chuja",
        126.31,
        33.95,
        JAPAN_SEA,
        "A small group in the Jeju Strait, over 12 nautical miles from the mainland.",
    ),
    Place(
        "Tsugaru Strait, inside the east limit",
        141.271,
        41.599,
        JAPAN_SEA,
        "S-23 puts the whole Tsugaru Strait in the Japan Sea; its limit is at the east end.",
        hard=True,
    ),
    Place(
        "Tsugaru Strait, outside the east limit",
        141.378,
        41.642,
        None,
        "East of the line Shiriyazaki - Esan lies the Pacific.",
        hard=True,
    ),
    Place(
        "La Pérouse Strait, western side",
        141.946,
        45.72,
        JAPAN_SEA,
        "West of the line Soya - Crillon.",
        hard=True,
    ),
    Place(
        "La Pérouse Strait, eastern side",
        142.07,
        45.696,
        None,
        "East of the line Soya - Crillon lies the Sea of Okhotsk.",
        hard=True,
    ),
    Place(
        "Tatar Strait, south of Sushcheva - Tyk",
        141.4,
        51.45,
        JAPAN_SEA,
        "S-23 ends the sea at the line Cape Sushcheva - Cape Tyk, near 51°45′N.",
    ),
    Place(
        "Tatar Strait, north of Sushcheva - Tyk",
        141.55,
        51.95,
        None,
        "North of the line Cape Sushcheva - Cape Tyk, towards the Amur estuary.",
    ),
    Place(
        "Hibiki-nada, 4 km outside the Kanmon limit",
        130.86,
        34.023,
        JAPAN_SEA,
        "S-23 sets the limit of the Kanmon Strait at its west mouth.",
        hard=True,
    ),
    Place(
        "Kanmon Strait, 2 km inside Mutsurejima",
        130.895,
        33.973,
        None,
        "East of the line Nagoya-zaki - Mutsurejima - Murasaki-hana begins the Inland Sea.",
        hard=True,
    ),
    # The Yellow Sea, its ports and islands, and its south-eastern limit.
    Place("middle of the Yellow Sea", 123.5, 36.0, YELLOW_SEA, "Far from every limit."),
    Place("Korea Bay", 123.9, 39.2, YELLOW_SEA, "The northern arm of the sea."),
    Place("Haizhou Bay", 119.7, 34.95, YELLOW_SEA, "The western corner, off Lianyungang."),
    Place("off Incheon, Gyeonggi Bay", 125.8, 37.0, YELLOW_SEA, "Open water west of the peninsula."),
    Place(
        "Heuksando",
        125.43,
        34.67,
        YELLOW_SEA,
        "An island about 90 km off Mokpo, north-west of the line Jeju - Jindo.",
    ),
    Place(
        "Dachangshan, Changhai",
        122.58,
        39.27,
        YELLOW_SEA,
        "A Chinese island under 1,000 km² east of Liaodong.",
    ),
    Place("Qingdao", 120.42, 36.13, None, "A city on land in Shandong.", hard=True),
    Place("Qingdao roadstead", 120.45, 35.97, YELLOW_SEA, "Open water off the south coast of Shandong."),
    Place("Dalian", 121.59, 38.91, None, "A city on land in Liaoning.", hard=True),
    Place("Dalian roadstead", 121.85, 38.90, YELLOW_SEA, "East of Liaodong's tip."),
    Place("Lushun (Port Arthur)", 121.23, 38.83, None, "A town on land in Liaoning.", hard=True),
    Place(
        "off Lushun (Port Arthur)",
        121.30,
        38.74,
        YELLOW_SEA,
        "East of Laotieshan, where the Bohai begins.",
        hard=True,
    ),
    Place(
        "Bohai Strait, 4 km east of Laotieshan - Penglai",
        120.984,
        38.268,
        YELLOW_SEA,
        "Chinese usage ends the Bohai at the line Laotieshan - Penglai.",
        hard=True,
    ),
    Place(
        "4 km north of 33°17′N, west of Jeju",
        124.0,
        33.32,
        YELLOW_SEA,
        "S-23 parts the Yellow Sea from the East China Sea along 33°17′N.",
        hard=True,
    ),
    Place(
        "north-west of Gosan, Jeju",
        126.08,
        33.34,
        YELLOW_SEA,
        "North of 33°17′N, west of the line to Maenggol.",
        hard=True,
    ),
    Place(
        "off Hallim, north-west Jeju",
        126.19,
        33.39,
        JAPAN_SEA,
        "East of the line from the west of Jeju to Maenggol.",
        hard=True,
    ),
    Place(
        "north of Jindo, off Hwawon",
        126.235,
        34.628,
        YELLOW_SEA,
        "North-west of the line from the north point of Jindo to the mainland.",
        hard=True,
    ),
    Place(
        "west of Maenggol",
        125.75,
        34.21,
        YELLOW_SEA,
        "West of the westernmost islet, the corner of S-23's line.",
        hard=True,
    ),
    Place(
        "south-east of Maenggol",
        125.88,
        34.15,
        JAPAN_SEA,
        "East of the line from Jeju to the westernmost islet.",
        hard=True,
    ),
    # The Bohai Gulf.
    Place("middle of the Bohai", 119.8, 38.6, BOHAI, "Far from every limit."),
    Place("Liaodong Bay", 121.2, 40.4, BOHAI, "The northern arm of the Bohai."),
    Place("Bohai Bay", 118.2, 38.7, BOHAI, "The western arm of the Bohai."),
    Place("Laizhou Bay", 119.5, 37.6, BOHAI, "The southern arm of the Bohai."),
    Place("west of Laotieshan", 121.03, 38.85, BOHAI, "On the Bohai side of Liaodong's tip.", hard=True),
    Place(
        "Bohai Strait, 4 km west of Laotieshan - Penglai",
        120.897,
        38.292,
        BOHAI,
        "Chinese usage ends the Bohai at the line Laotieshan - Penglai.",
        hard=True,
    ),
    Place(
        "Tuoji, Miaodao Islands",
        120.75,
        38.165,
        BOHAI,
        "A small island some 12 km west of the line Laotieshan - Penglai.",
    ),
    # The northern East China Sea, and the far sides of its limits.
    Place(
        "middle of the northern East China Sea",
        125.5,
        31.5,
        EAST_CHINA_SEA,
        "Between the limits in the north and south.",
    ),
    Place(
        "Socotra Rock (Ieodo/Suyan)", 125.183, 32.123, EAST_CHINA_SEA, "A submerged rock south of 33°17′N."
    ),
    Place("off the Yangtze mouth", 122.5, 31.2, EAST_CHINA_SEA, "The western side, north of 30°N."),
    Place("Hangzhou Bay", 121.5, 30.45, EAST_CHINA_SEA, "A bay of the sea, north of 30°N."),
    Place(
        "Daishan, Zhoushan Islands",
        122.18,
        30.27,
        EAST_CHINA_SEA,
        "An island of about 100 km², north of 30°N.",
    ),
    Place("Zhujiajian, Zhoushan Islands", 122.39, 29.90, None, "An island south of 30°N.", hard=True),
    Place(
        "Yakushima",
        130.51,
        30.34,
        EAST_CHINA_SEA,
        "An island of about 500 km², north of 30°N and west of Tanegashima.",
    ),
    Place(
        "Shimama, west coast of Tanegashima",
        130.86,
        30.465,
        EAST_CHINA_SEA,
        "S-23 runs the limit through Tanegashima from end to end; this is its western side.",
        hard=True,
    ),
    Place(
        "Tanegashima Space Center",
        130.97,
        30.40,
        None,
        "S-23 runs the limit through Tanegashima from end to end; this coast faces the Pacific.",
        hard=True,
    ),
    Place(
        "Osumi Strait, 5 km west of Tanegashima - Hizaki",
        131.04,
        31.06,
        EAST_CHINA_SEA,
        "West of S-23's limit.",
        hard=True,
    ),
    Place(
        "Osumi Strait, 5 km east of Tanegashima - Hizaki",
        131.15,
        31.06,
        None,
        "East of S-23's limit lies the Pacific.",
        hard=True,
    ),
    Place(
        "Kagoshima Bay",
        130.68,
        31.35,
        EAST_CHINA_SEA,
        "S-23 closes the sea at the line Tanegashima - Hizaki, east of the bay's mouth.",
        hard=True,
    ),
    Place(
        "4 km south of 33°17′N, west of Jeju",
        124.0,
        33.25,
        EAST_CHINA_SEA,
        "S-23 begins the sea at 33°17′N.",
        hard=True,
    ),
    Place(
        "south-west of Gosan, Jeju",
        126.10,
        33.24,
        EAST_CHINA_SEA,
        "South of 33°17′N, west of Jeju.",
        hard=True,
    ),
    Place(
        "off Seogwipo, Jeju",
        126.56,
        33.19,
        JAPAN_SEA,
        "North of the line from Songaksan to Osezaki.",
        hard=True,
    ),
    Place(
        "17 km south of Seogwipo, Jeju",
        126.56,
        33.075,
        EAST_CHINA_SEA,
        "South of the line from Songaksan to Osezaki.",
        hard=True,
    ),
    Place(
        "5 km north of the line Jeju - Fukue",
        127.43,
        32.955,
        JAPAN_SEA,
        "S-23 runs the limit from Jeju to Osezaki.",
        hard=True,
    ),
    Place(
        "5 km south of the line Jeju - Fukue",
        127.43,
        32.86,
        EAST_CHINA_SEA,
        "S-23 runs the limit from Jeju to Osezaki.",
        hard=True,
    ),
    Place(
        "5 km north of the line Fukue - Nomozaki",
        129.3,
        32.62,
        JAPAN_SEA,
        "S-23 runs the limit from Fukue to Nomozaki.",
        hard=True,
    ),
    Place(
        "5 km south of the line Fukue - Nomozaki",
        129.3,
        32.52,
        EAST_CHINA_SEA,
        "S-23 runs the limit from Fukue to Nomozaki.",
        hard=True,
    ),
    Place(
        "30°40′N 126°E",
        126.0,
        30.6667,
        EAST_CHINA_SEA,
        "The narrow reading ends here; the central one goes on to 30°N.",
    ),
    Place(
        "1 km north of 30°N", 126.0, 30.01, EAST_CHINA_SEA, "The central reading ends at 30°00′N.", hard=True
    ),
    Place("1 km south of 30°N", 126.0, 29.99, None, "The central reading ends at 30°00′N.", hard=True),
    Place("29°N 126°E", 126.0, 29.0, None, "Only the broad reading goes on to 29°N."),
    # Land and seas elsewhere.
    Place("Shanghai", 121.47, 31.23, None, "A city on land in China."),
    Place("Chongming", 121.50, 31.63, None, "An island over 1,000 km² counts as land.", hard=True),
    Place("Yangtze at Jiangyin", 120.28, 31.94, None, "A river, far above its mouth.", hard=True),
    Place("Beijing", 116.40, 39.91, None, "Inland in China."),
    Place("Harbin", 126.63, 45.75, None, "Inland in China, north of the peninsula."),
    Place("Khabarovsk", 135.07, 48.48, None, "Inland in Russia."),
    Place("Osaka", 135.50, 34.69, None, "A city on land, on the Inland Sea."),
    Place("Tokyo Bay", 139.85, 35.50, None, "A bay of the Pacific."),
    Place("Inland Sea, Hiuchi-nada", 133.40, 34.10, None, "S-23 has the Inland Sea as a sea of its own."),
    Place("Inland Sea, Suo-nada", 131.35, 33.85, None, "The Inland Sea begins inside the Kanmon Strait."),
    Place("Pacific off Misawa", 141.8, 40.7, None, "East of Honshu."),
    Place("Aniva Bay", 142.7, 46.3, None, "A bay of Sakhalin east of Cape Crillon, on the Sea of Okhotsk."),
    Place("southern Sea of Okhotsk", 144.5, 45.0, None, "East of the line Soya - Crillon."),
    Place("Petropavlovsk-Kamchatsky", 158.65, 53.04, None, "On the Pacific coast of Kamchatka."),
    Place("Amami", 129.40, 28.33, None, "An island south of every reading."),
    Place(
        "Senkaku/Diaoyu Islands",
        123.48,
        25.745,
        None,
        "In the southern East China Sea, south of every reading.",
    ),
    Place("Taiwan Strait", 119.5, 24.5, None, "South of the East China Sea."),
    Place("Guam", 144.78, 13.46, None, "In the western Pacific."),
    Place("Bay of Bengal", 88.0, 15.0, None, "In the Indian Ocean."),
    Place("Baltic Sea", 19.5, 57.5, None, "In Europe."),
    Place("antimeridian, eastern sign", 180.0, 38.0, None, "In the middle of the Pacific."),
    Place("antimeridian, western sign", -180.0, 38.0, None, "In the middle of the Pacific."),
]
