"""The words of time, in the same form as `bot.domain.replies.words`."""

# fmt: off
TIMES: dict[str, str] = {
    "NEXTWEEK": "tuần sau, tuần tới, tuần tiếp theo, tuần tiếp, tuần kế, tuần kế tiếp, tuần sau nữa là",
    "THISWEEK": "tuần này, tuần ni, tuần nay, tuần hiện tại",
    "NEXTMONTH": "tháng sau, tháng tới, tháng tiếp theo, tháng tiếp, tháng kế",
    "THISMONTH": "tháng này, tháng ni",
    "NEXTQUARTER": "quý sau, quý tới, quý tiếp theo",
    "THISQUARTER": "quý này, quý ni",
    "NEXTYEAR": "năm sau, năm tới, sang năm, qua năm, năm tiếp theo",
    "THISYEAR": "năm nay, năm ni",
    "WEEK": "tuần",
    "MONTH": "tháng, thg",
    "QUARTER": "quý, quí, q",
    "YEAR": "năm",
    "DAY": "ngày, mùng, mồng, hôm mùng, ngày mùng",
    "PASTWEEK":
        "tuần trước, tuần rồi, tuần vừa rồi, tuần qua, tháng trước, tháng rồi, tháng vừa rồi, tháng qua, năm ngoái, "
        "năm trước, hôm qua, hôm kia, hôm trước, hôm nọ, bữa trước, bữa hổm, hổm, bữa qua, quý trước, đợt trước, lúc "
        "nãy, hồi nãy, khi nãy, ban nãy, vừa nãy, sáng nay, mấy hôm nay, mấy bữa nay, cả tháng nay, cả tuần nay, tuần "
        "nay, tháng nay, lâu nay, từ lâu, hôm rồi, bữa rồi, ngày hôm qua, tối qua, chiều qua, sáng qua, cách đây, mấy "
        "ngày nay, bữa tê, khi hôm, đêm qua, trưa qua, bữa kia, đợt rồi, kỳ trước, sáng sớm nay",
    "NUMWORD1": "một",
    "NUMWORD2": "hai",
    "NUMWORD3": "ba",
    "NUMWORD4": "bốn, tư",
    "NUMWORD5": "năm, lăm",
    "NUMWORD6": "sáu",
    "NUMWORD7": "bảy, bẩy",
    "NUMWORD8": "tám",
    "NUMWORD9": "chín",
    "NUMWORD10": "mười, chục",
    "TODAY":
        "hôm nay, bữa nay, bữa ni, hôm ni, ngày hôm nay, trong ngày, chiều nay, tối nay, trưa nay, cuối ngày, cuối "
        "giờ chiều, chiều ni, tối ni, đêm nay, cuối ngày hôm nay, cuối buổi chiều, cuối chiều nay, cuối giờ chiều "
        "nay, cuối buổi",
    "TOMORROW":
        "mai, ngày mai, sáng mai, chiều mai, tối mai, mơi, trưa mai, bữa mai, sang mai, ngày mơi, đầu giờ sáng mai, "
        "đầu giờ chiều mai",
    "DAYAFTER": "mốt, mốt này, ngày kia, ngày mốt, bữa mốt, sáng mốt, chiều mốt, sáng ngày kia, chiều ngày kia",
    "HOM": "hôm, bữa, ngày hôm",
    "WDAY2": "thứ hai, thứ 2, t2, thú hai",
    "WDAY3": "thứ ba, thứ 3, t3",
    "WDAY4": "thứ tư, thứ 4, t4",
    "WDAY5": "thứ năm, thứ 5, t5",
    "WDAY6": "thứ sáu, thứ 6, t6",
    "WDAY7": "thứ bảy, thứ 7, t7, thứ bẩy",
    "WDAY8": "chủ nhật, cn, chúa nhật",
    "ROMAN1": "i",
    "ROMAN2": "ii",
    "ROMAN3": "iii",
    "ROMAN4": "iv",
    "DAYPART":
        "sáng, chiều, tối, trưa, buổi sáng, buổi chiều, đầu giờ sáng, đầu giờ chiều, đầu giờ, cuối giờ, cuối giờ "
        "chiều, buổi",
    "END": "cuối, cuối của, ngày cuối, ngày cuối cùng của, những ngày cuối, đến hết, đến cuối, tới hết",
    "MID": "giữa, trung tuần, khoảng giữa, rằm",
    "BEGIN": "đầu, ngày đầu, đầu của, những ngày đầu",
    "LAST10": "hạ tuần, thượng tuần",
    "MORE": "nữa, nữa thôi",
    "HALFMONTH": "nửa tháng",
    "WORKING": "làm việc",
    "SINCE": "từ, kể từ, từ hôm, từ hồi, hồi, vào hôm",
    "UNTIL":
        "đến, tới, trước, vào, sang, qua, trong, nội, khoảng, tầm, nội trong, trong vòng, vào khoảng, đến ngày, trước "
        "ngày, vào ngày, chậm nhất là, muộn nhất là, chậm nhất, muộn nhất, lúc, cỡ, chừng, tới ngày, độ, sau, dịp, từ "
        "nay đến, từ nay tới, đến trước, phải đến, mãi đến, mãi tới",
    "AFTERTET": "sau tết, trước tết, ra tết, ra giêng, dịp tết, qua tết, sau lễ, trước lễ, qua lễ, tết, tết xong",
    "FEW": "vài, mấy, ít, một vài, một số, đôi ba, dăm, đôi, vài ba",
}
# fmt: on
