"""What words speak of, outside time: a tag and the phrases that carry it, written with all their marks.

A phrase is found with its marks, with some or all of them missing, in Telex, abbreviated, with a slip of the finger.
The longest phrase wins; of two that read alike without marks, the one that stands first.
"""

# fmt: off
WORDS: dict[str, str] = {
    # how far
    "NOTYET":
        "chưa, chửa, chưa hề, chưa từng, vẫn chưa, chưa thể, chưa có thể, còn chưa, chưa bao giờ, mãi chưa, chưa "
        "được, chưa kịp, chưa đâu vào đâu, chưa cái nào, đã đâu, chưa việc nào, chưa nhiệm vụ nào, nỏ đã, có đâu, "
        "chưa dám",
    "NO":
        "không, chẳng, chả, nỏ, không hề, chớ có, không thể, chẳng thể, nào đã, đâu có, đâu đã, làm gì đã, làm gì có, "
        "làm răng mà, không còn, không sao, không có chuyện, hông, hổng, đếch, cóc, sao mà, đâu được, chưa chắc, khó "
        "mà, chẳng hề, làm sao mà, lấy đâu ra, mô đã, mô có",
    "NOTBE":
        "không phải, chưa phải, chẳng phải, đâu phải, nỏ phải, không phải là, chưa phải là, chẳng phải là, đâu phải "
        "là, chưa thể coi là, chưa coi là, chưa gọi là, chưa được coi là, chưa thể nói là, chưa thể nói, chưa thể gọi "
        "là, chưa dám nói, chưa dám nói là, chưa dám báo, chưa dám báo là, chưa dám bảo, chưa dám ghi, không thể nói "
        "là, không thể coi là, chưa thể báo là, chưa thể báo, không dám nói, chưa hẳn, chưa hẳn là, chưa hẳn đã, chưa "
        "chắc đã, không hẳn, không hẳn là, có phải, phải đâu, chưa tính là, chưa được tính là, không được coi là, "
        "không tính là, không gọi là, đâu có phải, chả phải, chưa xem là, chưa thể xem là, chưa được xem là, không "
        "thể xem là",
    "DONT":
        "đừng, khỏi, không cần, thôi khỏi, đừng có, khỏi cần, không nên, đừng vội, không được ghi, chớ, chớ vội, "
        "không phải nhắc, đừng ghi, đừng tính, đừng báo, đừng nói, đừng bảo, đừng ghi là, không ghi là, chưa ghi, "
        "khoan ghi, khoan, khoan đã, đừng vội ghi, chưa ghi là, đừng hỏi, thôi đừng, hãy khoan, không cần phải, đừng "
        "tưởng, tưởng",
    "DENY":
        "ai bảo, ai nói, ai kêu, sao lại nói, sao lại bảo, sao lại ghi, sao ghi, sao báo, sao lại báo, sao bảo, sao "
        "cứ báo, mô nói, ai nói là, ai bảo là, không phải là chưa, không phải chưa, đâu phải chưa, chẳng phải chưa, "
        "không phải là không, không phải không, nói chưa, bảo chưa, không phải đang, đâu phải đang, ai mần chi mà",
    "CLAIM": "bảo là, nói là, bảo rằng, coi là, gọi là, xem là, ghi là, tính là, báo là, coi như, nói, bảo, kêu",
    "PAST": "đã, đã được, vừa được, mới được",
    "JUST": "vừa, mới, vừa mới, vừa rồi, mới vừa, chỉ mới, mới chỉ, vừa xong, mới có, giờ mới, nay mới",
    "ROI": "rồi, từ lâu, lâu rồi, xong xuôi rồi, ròi, sớm rồi, lâu lắm rồi, đó rồi, đấy rồi, rồi đó, rồi đấy, rồi nờ",
    "PROG":
        "đang, vẫn đang, còn đang, vẫn, hiện đang, đang tiếp tục, tiếp tục, đương, vẫn còn đang, cũng đang, đều đang, "
        "đang được, đang trong quá trình, đang trong giai đoạn, trong quá trình, vẫn tiếp tục, vẫn cứ, hiện vẫn, hiện "
        "còn, vưỡn, =đang cho",
    "NEAR":
        "sắp, gần, gần như, cơ bản, về cơ bản, cơ bản là, cơ bản đã, hầu như, sắp sửa, sơ bộ, gần gần, tương đối, "
        "phần lớn, đa phần, phần nhiều, gần được, coi như, xem như, sắp được, hòm hòm, tàm tạm, tạm, tạm thời, đại "
        "thể, về đại thể, đại khái, hầu hết, suýt, chuẩn bị, sắp sửa được, ngót, xấp xỉ, gần gần như, một phần, phần "
        "nào, cũng gần, kha khá, gần tới, cận, sắp sắp, cơ bản là đã, về mặt cơ bản, chừng như, hầu như đã, nhìn "
        "chung, tạm ổn, gần về đích, sắp về đích, nước rút",
    "FUT":
        "sẽ, dự kiến, dự định, định, phấn đấu, cố gắng, cố, gắng, ráng, quyết tâm, hứa, cam kết, hi vọng, hy vọng, "
        "mong, chắc, có lẽ, có thể, thế nào cũng, cho xong, kịp, nhất định, hẹn, xin hứa, đảm bảo, bảo đảm, chậm "
        "nhất, muộn nhất, kiểu gì cũng, phải, chắc chắn, quyết, sẽ cố, dự là, dự tính, theo kế hoạch, theo dự kiến, "
        "sớm nhất, tranh thủ, khẩn trương, sớm, không thể sớm, để, nhằm, rồi sẽ, có khả năng, khả năng, ước, ước "
        "chừng, sẽ được, đặt mục tiêu, mục tiêu, chắc là, chắc phải, có khi, e là, nay mai, kỳ tới, kỳ họp tới, kỳ "
        "sau, rán, tính là, dự",
    "WHENQ": "khi nào, lúc nào, bao giờ, chừng nào, khi mô",
    "COND":
        "nếu, hễ, giả sử, đợi khi, chờ khi, sau khi, khi, miễn là, nếu như, một khi, ngay sau khi, ngay khi, đến khi, "
        "nhược bằng, với điều kiện, trừ phi, trước khi, lỡ, giả như, phỏng như",
    "THEN":
        "là, thì, là sẽ, thì sẽ, thì mới, mới được, rồi mới, là có thể, là sẽ được, mới có thể, thì là, rồi thì, rồi "
        "sẽ",
    "ONLY":
        "chỉ, chỉ còn, còn mỗi, còn mỗi cái, chỉ còn mỗi, mỗi, thôi, còn, vẫn còn, còn thiếu, thiếu, chỉ thiếu, còn "
        "lại mỗi, có mỗi, còn một chút, còn chút, còn tí, còn tí xíu, còn ít, còn một ít, còn tẹo, còn tí tẹo, còn "
        "nữa, còn phải, còn một số, còn vài, còn mấy, còn xíu, còn chút xíu, còn một tí, tí nữa, tí tẹo, tí xíu, xíu "
        "nữa, chút nữa, còn tí nữa",
    "XIN":
        "xin, cho xin, xin cho, đề nghị cho, đề nghị, cho phép, xin phép cho, xin được, mong được, cho em xin, cho "
        "tôi xin, cho bên em xin, cho chị xin, cho anh xin",
    "HET": "hết",
    "DAU": "đâu, mô",
    "RECEIVED": "nhận, đã nhận",
    "CANCEL":
        "hủy, xóa, thu hồi, rút lại, hủy bỏ, bỏ, rút, hủy báo cáo, rút lại báo cáo, bỏ báo cáo, rút báo cáo, thu hồi "
        "tin, hủy kết quả, xin rút lại, cho rút lại, bỏ qua, đừng tính, hủy giúp, xóa giúp, rút giúp",
    "TOP":
        "ubnd tỉnh, ủy ban nhân dân tỉnh, ubnd, ủy ban nhân dân, ủy ban, ub tỉnh, ub, uỷ ban, hđnd tỉnh, hđnd, hội "
        "đồng nhân dân tỉnh, hội đồng nhân dân, tỉnh, chủ tịch, phó chủ tịch, văn phòng ubnd tỉnh, văn phòng ubnd, "
        "tỉnh ủy, thường trực tỉnh ủy, ban thường vụ, vp ubnd, vp ubnd tỉnh, lãnh đạo tỉnh, thường trực ubnd tỉnh, "
        "chủ tịch tỉnh, chủ tịch ubnd tỉnh, chánh văn phòng, thường vụ, ban thường vụ tỉnh ủy, hđ",
    "HARMLESS":
        "chương trình, quá trình, công trình, lộ trình, trình độ, trình bày, tiến trình, quy trình, giáo trình, hành "
        "trình, trình chiếu, chứng trình, chương trình mục tiêu, đăng ký, ký hiệu, thời kỳ, kết quả, kết nối, tổng "
        "kết, sơ kết, công tác, giao thông, tinh thần, đề xuất, thứ tự, ban đầu, ban quản lý, ban ngành, song song, "
        "xông xáo, =trình tự, phản hồi, câu hỏi, đòi hỏi, học hỏi, =lẫn",
    # the work
    "FIN":
        "xong, hoàn thành, hoàn tất, kết thúc, done, finish, finished, completed, complete, xong xuôi, xong hẳn, xong "
        "xuôi hết, xong béng, xong tất, hoàn thành nhiệm vụ, hoàn thành xong, làm xong, mần xong, xong việc, hoàn "
        "thành công việc, hoàn thành việc, thực hiện xong, triển khai xong, về đích, đâu vào đấy, đâu vào đó, làm "
        "xong hết, giải quyết xong, xử lý xong, hoàn thành toàn bộ, xong toàn bộ, xong cả, xong nhiệm vụ, hoàn thành "
        "mục tiêu, tổ chức xong, tất toán, xong tuốt, xong ráo, mần xong hết",
    "ISSUE":
        "ban hành, phát hành, ký ban hành, công bố, ban bố, ký phát hành, ban hành và gửi, ban hành xong, ban hành và "
        "triển khai, ra quyết định, ra văn bản, ra kế hoạch, ký và ban hành, ban hành quyết định, ra nghị quyết, ký "
        "quyết định, hoàn thành ban hành, ban hành chính thức, ra quyết định rồi, đóng dấu phát hành, phát hành xong, "
        "ký ban hành xong, có hiệu lực",
    "SUBMIT":
        "trình, trình ký, trình lên, trình duyệt, ký trình, trình xin, làm tờ trình, gửi trình, nộp trình, hoàn thiện "
        "trình, gửi hồ sơ trình, có tờ trình, ký tờ trình, trình xong, trình hồ sơ, gửi tờ trình, chuyển trình, trình "
        "xin phê duyệt, trình xin ký, hoàn thiện và trình, hoàn thiện hồ sơ trình, lập tờ trình, =đệ trình",
    "SIGN":
        "ký, duyệt, phê duyệt, thông qua, đóng dấu, ký duyệt, bút phê, chữ ký, ký phê duyệt, cho số, lấy số, vào sổ, "
        "xem xét phê duyệt, xem xét quyết định, xem xét, ký đóng dấu, chấp thuận, phê chuẩn, ký số, lấy chữ ký, lấy "
        "dấu, ký nháy, đóng dấu đỏ, đóng mộc, bấm ký",
    "SESSION": "kỳ họp, họp thông qua, phiên họp, họp hđnd, họp hội đồng, kỳ họp hđnd, kỳ họp tới",
    "SEND": "gửi, nộp, chuyển, đẩy, up, gửi đi, gởi, bàn giao",
    "RETURNED":
        "trả lại, bị trả lại, trả về, bị trả về, bị trả, trả hồ sơ, yêu cầu bổ sung, yêu cầu làm lại, làm lại, phải "
        "làm lại, phải sửa lại, yêu cầu sửa, yêu cầu chỉnh sửa, bắt làm lại, bắt sửa, yêu cầu chỉnh lý, bị bác, không "
        "duyệt, không ký, chưa đồng ý, không đồng ý, chưa thông qua, không thông qua, rút lại hồ sơ, rút hồ sơ, bị từ "
        "chối, từ chối, đề nghị chỉnh sửa, đề nghị bổ sung, yêu cầu giải trình, bị gạch, trả hs, trả lui, trả ngược, "
        "yêu cầu hoàn thiện, đề nghị hoàn thiện, đề nghị sửa, yêu cầu sửa lại, yêu cầu giải trình thêm, bị dội, dội "
        "về, trả",
    "DO":
        "làm, mần, triển khai, thực hiện, tiến hành, bắt đầu, bắt tay, bắt tay vào làm, bắt tay vào, khởi động, đụng, "
        "đụng đến, đụng tới, đụng tay, động đến, động tới, động tay, động vào, xử lý, rớ, rớ tới, sờ, sờ đến, sờ tới, "
        "ngó, ngó tới, bắt đầu làm, làm gì, mần chi, làm chi, triển khai làm, triển khai thực hiện, tổ chức thực "
        "hiện, tổ chức triển khai, làm việc, bắt tay làm, làm tới, làm đến, giải quyết, đụng chi, đả động, nhúc "
        "nhích, chạm vào, bắt tay triển khai, thực hiện được, đứng đến, đụng vô, khởi công, bắt tay thực hiện, nhúng "
        "tay, dính tới, xúc tiến",
    "STAGE":
        "soạn, soạn thảo, viết, sửa, chỉnh sửa, hoàn thiện, tổng hợp, rà soát, rà, lấy ý kiến, xin ý kiến, gửi lấy ý "
        "kiến, thẩm định, góp ý, tiếp thu, tham mưu, phối hợp, nghiên cứu, khảo sát, họp, đôn đốc, tập huấn, giải "
        "trình, trao đổi, tính toán, cập nhật, kiểm tra, đánh giá, thu thập, chạy, theo dõi, rà lại, sửa lại, chỉnh "
        "lý, bổ sung, xin chủ trương, xin ý kiến góp ý, gửi xin ý kiến, gửi thẩm định, trình thẩm định, gửi hồ sơ "
        "thẩm định, đấu thầu, giải ngân, lập dự toán, thống kê, số hóa, nhập liệu, tuyên truyền, in ấn, kiểm đếm, thi "
        "công, lo, tính, xây dựng, dự thảo, soạn dự thảo, xây dựng dự thảo, viết dự thảo, lấy phiếu, gửi phiếu, đi "
        "kiểm tra, góp ý kiến, lấy ý kiến góp ý, hoàn chỉnh, chỉnh lại, làm dự thảo, biên soạn, tiếp thu giải trình, "
        "thu thập số liệu, tổng hợp số liệu, tổng hợp ý kiến, hội thảo, thuê tư vấn, phân bổ, điều tra, xin số liệu, "
        "đi thực tế, gửi các sở, gửi các huyện, gửi góp ý, nắn lại, trau chuốt, đọc lại, duyệt lại, in, photo, gom, "
        "gom số liệu, bàn, thảo luận, thảo, khảo sát thực địa, lập, lên kế hoạch, phân công, giao, chỉ đạo, lấy số "
        "liệu, hỏi ý kiến, sửa chữa, sửa sang, đối chiếu, tiến hành lấy ý kiến, xin góp ý, hoàn thiện lại, hoàn thiện "
        "nốt, chạy nước rút, tham vấn, hướng dẫn các xã, lựa chọn nhà thầu, chọn thầu",
    "ROUTINE":
        "thường xuyên, tiếp tục, duy trì, theo tiến độ, đúng tiến độ, đúng kế hoạch, theo đúng kế hoạch, theo đúng "
        "tiến độ, bình thường, liên tục, định kỳ, theo kế hoạch đề ra, thuận lợi, suôn sẻ",
    "GOING":
        "dở, dở dang, dang dở, chưa đâu vào đâu, giữa chừng, lay hoay, loay hoay, lai rai, từ từ, ngổn ngang, trong "
        "tiến độ, tới đâu hay tới đó, nửa vời, làm dở, đang dở, dở chừng",
    # its parts and papers
    "PART":
        "dự thảo, bản thảo, đề cương, phần, khâu, bước, giai đoạn, đợt, hồ sơ, nội dung, bản nháp, khung, sườn, phụ "
        "lục, số liệu, vòng, bản dự thảo, phần nội dung, phần số liệu, phần việc, dàn ý, thuyết minh, dự toán, nháp, "
        "bản đầu, phần lớn nội dung, bản mềm, một số, phần mềm, phần của, phần mình, phần bên, phần thuộc, công đoạn, "
        "hạng mục, bảng biểu, biểu mẫu, các bước, tờ trình, tt, thủ tục, phần khung, dự thảo lần, bản cuối, bản giấy, "
        "chương, đầu bài, một nửa số, phân nửa, số xã, phần đầu, các khâu, cơ sở dữ liệu, danh sách, bộ hồ sơ, bộ "
        "máy, bản vẽ, cái khung, phần của sở, biên bản, đề án sơ bộ",
    "DOCN":
        "quyết định, kế hoạch, nghị quyết, văn bản, công văn, báo cáo, chỉ thị, thông báo, đề án, quy định, quy chế, "
        "bộ tiêu chí, tiêu chí, chương trình, tài liệu, kết luận, cẩm nang, sổ tay, quyết nghị, quyết định chính "
        "thức, văn bản chính thức",
    "CENTRAL":
        "hướng dẫn, thông tư, nghị định, văn bản hướng dẫn, hd của tw, khung hướng dẫn, văn bản của trung ương, luật, "
        "hướng dẫn của bộ, hướng dẫn của trung ương, văn bản trung ương, hướng dẫn cụ thể, ý kiến của bộ, ý kiến bộ, "
        "quy định của trung ương, quy định của bộ, cơ chế, định mức, bộ hướng dẫn, trung ương hướng dẫn, văn bản chỉ "
        "đạo của trung ương, quy hoạch, bộ trả lời, trung ương phân bổ, bộ phân bổ, tiêu chí của trung ương, tiêu chí "
        "của bộ, hướng dẫn chi tiết",
    "MONEY":
        "kinh phí, vốn, tiền, ngân sách, nguồn lực, nhân lực, nguồn vốn, nguồn, con người, biên chế, người làm, vốn "
        "đối ứng, mặt bằng, nguồn kinh phí, đơn giá, xiền, cán bộ, phương tiện, quỹ đất, nhân sự, vật tư, máy móc, "
        "trang thiết bị, cơ sở pháp lý, căn cứ pháp lý, căn cứ",
    "OBST":
        "vướng, vướng mắc, kẹt, mắc kẹt, tắc, tắc nghẽn, ách tắc, bí, khó khăn, gặp khó, trở ngại, bế tắc, đình trệ, "
        "tạm dừng, phải dừng, tạm thời phải dừng, dừng lại, đứng bánh, bó tay, giậm chân, dậm chân tại chỗ, giậm chân "
        "tại chỗ, nghẽn, tạm ngưng, tạm ngừng, ngừng, bị treo, bị dừng, đứng lại, đang bí, nan giải, trục trặc, cản "
        "trở, mắc mớ, ngưng, vướng víu, tạm hoãn, gián đoạn, khựng, khựng lại, bị ách, ách lại, chịu chết, gặp vướng "
        "mắc, gặp khó khăn, gặp trở ngại, phải tạm dừng, bị kẹt, bị vướng, bị tắc, bị ách tắc, vấp, vấp phải, đuối, "
        "bất khả kháng, chưa gỡ được, chưa tháo gỡ, chưa tháo gỡ được, không tháo gỡ được, đóng băng, khó khăn vướng "
        "mắc, khó khăn về, nằm im, giẫm chân tại chỗ",
    "LACK":
        "thiếu, không đủ, chưa đủ, không có đủ, cạn, chưa bố trí, chưa bố trí được, chưa được bố trí, chưa cấp, chưa "
        "được cấp, chưa phân bổ, chưa được phân bổ, không bố trí được, không có, không còn, chưa có, chưa thấy, chưa "
        "xin được, chưa nhận được, hổng có, không được cấp, nỏ có, không thấy, không được bố trí, không xin được, "
        "chưa giao, chưa được giao, chẳng có, chả có, chưa thấy có, chưa ra, chưa tìm được, không tìm được, không tìm "
        "ra, chưa rót, chưa về, thiếu hụt, không nhận được, chưa phân, chưa duyệt cấp, chưa có được",
    "OVER":
        "không còn, đã gỡ, gỡ được, tháo gỡ, đã tháo gỡ, gỡ xong, giải quyết được, qua rồi, gỡ rồi, đã hết, đã giải "
        "quyết, đã xử lý, đã khắc phục, khắc phục, hết bị, thoát, gỡ",
    "NEED":
        "chờ, đợi, ngóng, hóng, đang chờ, đang đợi, còn chờ, còn đợi, vẫn chờ, vẫn đợi, phải chờ, phải đợi, nằm chờ, "
        "ngồi đợi, ngồi chờ, chờ đợi, đang ngóng, đợi chờ, trông, phụ thuộc, phụ thuộc vào",
    "SO": "nên, vì vậy, do đó, bởi vậy, thành ra, cho nên, vì thế, nên là",
    "BECAUSE": "vì, do, bởi, tại vì, bởi vì, là do, do vì, vì là, vì lý do, lý do, nguyên nhân",
    "CAN": "được, nổi, kịp, đặng",
    "BUT":
        "nhưng, mà, song, tuy nhiên, nhưng mà, thế nhưng, có điều, tuy vậy, dù, mặc dù, tuy, riêng, vậy mà, thế mà, "
        "còn mà, chứ, mỗi tội, tiếc là, nhưng vì, nhưng do, nhưng còn",
    "INVITE":
        "mời, nhờ, kính mời, xin mời, phiền, mong anh, mong chị, đề nghị kiểm tra, anh kiểm tra, chị kiểm tra, kính "
        "đề nghị",
    # intents
    "ACK":
        "đã nhận, nhận rồi, nhận được, đã nhận được, rõ, vâng, dạ, ok, ừ, đã rõ, nắm được, đã nắm, biết rồi, đã biết, "
        "nghe rồi, đã đọc, đã xem, đã tiếp nhận, em biết, roger, hiểu rồi, đã hiểu, noted, đã nghe, tiếp nhận, yes, "
        "đã thấy, thấy rồi, đã ghi nhận, ghi nhận, nắm rồi, nắm thông tin, nắm được thông tin, được ạ, tuân lệnh, nhớ "
        "rồi, đã nhận rõ, biết, hiểu, yep, ô kê, đọc rồi, xem rồi, tiếp nhận rồi, ghi nhớ, rõ rồi, em sẽ làm, sẽ làm, "
        "sẽ thực hiện, em làm ngay, làm ngay",
    "ASKTIME":
        "gia hạn, xin lùi, lùi, xin lui, khất, xin khất, xin thêm, cho thêm, thêm thời gian, thêm thời hạn, kéo dài, "
        "giãn, giãn tiến độ, dời, xin dời, hoãn, xin hoãn, gia hạn thêm, xin gia hạn, lùi hạn, lùi thời hạn, lùi thời "
        "gian, xin chậm, xin nộp chậm, xin kéo dài, cho lùi, cho khất, cho hoãn, cho dời, xin thêm thời gian, xin "
        "chậm lại, dời hạn, điều chỉnh thời hạn, điều chỉnh thời gian, điều chỉnh tiến độ, điều chỉnh hạn, nới hạn, "
        "nới, nới thêm, giãn hạn, dãn, chậm lại, lùi lại, khất lại, thư thư, xin khất lại, xin giãn, lui hạn, thêm "
        "hạn, kéo dài thời gian, đề nghị gia hạn, đề nghị lùi, đẩy lùi, đẩy hạn, xin rời, rời hạn, du di, khất nợ, "
        "khất hạn, lùi tiến độ, hoãn lại",
    "EXTRA": "thêm, thêm thời gian, thêm ít thời gian, thêm ít ngày, thêm mấy ngày, thêm vài ngày",
    "REMIND":
        "nhắc, nhắc lại, nhắc em, nhắc nhở, ping, gọi lại, nhắn lại, nhắc sau, hỏi lại sau, nhắc giúp, nhắc hộ, nhắc "
        "giùm, alo lại, nhắc việc, hẹn giờ nhắc, nhớ nhắc, nhắc lại sau, để sau nhắc",
    "LATER": "lúc khác, khi khác, sau nhé, chiều nhắc, tối nhắc, lát, lát nữa, tí nữa, chốc nữa, chút nữa, hồi nữa",
    "UNDO":
        "nhầm, báo nhầm, bấm nhầm, gửi nhầm, nhắn nhầm, nhầm rồi, báo lộn, gửi lộn, bấm lộn, nhắn lộn, lộn rồi, sai "
        "rồi, báo sai, ghi nhầm, nhầm việc, nhầm tin, nhầm lẫn, viết nhầm, nhầm nhiệm vụ, ghi sai, bấm sai, gửi sai, "
        "hoàn tác, undo, nhầm máy, nhập nhầm, nhập sai, gõ nhầm, lỡ tay, đánh nhầm, ấn nhầm, nhấn nhầm, chọn nhầm, "
        "lộn tin",
    "LASTMSG":
        "báo cáo vừa rồi, tin vừa rồi, báo cáo lúc nãy, tin nhắn vừa rồi, tin vừa báo, tin vừa gửi, báo cáo trước, "
        "tin trước, tin lúc nãy, báo cáo vừa gửi, vừa báo, vừa gửi, lúc nãy, hồi nãy, khi nãy, cái vừa rồi, tin trên, "
        "báo cáo trên, tin nhắn trước, tin nhắn trên, lúc trước, vừa nãy, khi nớ, nãy",
    "Q":
        "ai, ngày nào, ngày mấy, thế nào, ra sao, như thế nào, làm sao, tại sao, vì sao, bao nhiêu, hạn nào, việc gì, "
        "cái gì, gì vậy, là gì, gì thế, ở đâu, đâu vậy, nào, được không, phải không, đúng không, có phải không, có "
        "được không, không vậy, chưa nhỉ, hả, hở, nhỉ, sao, mấy, răng, khi mô, mô rứa, chi rứa, hay chưa, hay không, "
        "à, việc chi, cái chi, ai rứa, chưa vậy, chưa hè, chưa hả, cho ai, gì đó, gì đấy, cái nào, mục nào, đến đâu, "
        "tới đâu, ngày mô, có không, không nhỉ, không hè, mẫu nào, mấy giờ, đâu rồi, thế ạ, vậy ạ, hử, bữa mô, hay "
        "sao, hỉ",
    "ASKQ":
        "cho hỏi, cho em hỏi, xin hỏi, cho tôi hỏi, muốn hỏi, hỏi chút, cho mình hỏi, hỏi xíu, cho chị hỏi, cho anh "
        "hỏi, em hỏi chút, xin được hỏi, không biết, ko biết, hỏi tí, hỏi tý",
    "DEADLINE": "hạn, thời hạn, hạn nộp, deadline, hạn chót, hạn báo cáo, hạn cuối",
    "WHAT":
        "gì, chi, gì cả, gì hết, gì mới, gì đâu, gì thêm, được gì, được gì cả, chi hết, chi cả, gì nhiều, gì sất, tí "
        "gì, chút gì, cái gì hết, cái gì cả, gì ráo, chi mô, chi mấy, gì lắm, được bao nhiêu, được mấy, nhiều",
    "HAVE": "có, đã có, có rồi, vừa có, mới có, có được",
    "CITE":
        "theo, căn cứ, thay thế, trả lời, thực hiện theo, căn cứ vào, dựa theo, dựa trên, sửa đổi, bãi bỏ, góp ý, "
        "hướng dẫn thực hiện, triển khai, phúc đáp, liên quan, theo tinh thần, theo yêu cầu, theo chỉ đạo, đề nghị "
        "tại, thực hiện, kèm theo, quy định tại, yêu cầu tại, giao tại, theo yêu cầu tại, tiếp theo, nhận được, đã "
        "nhận được, áp dụng",
    "HALF": "một nửa, phân nửa, được nửa, 1 nửa, nửa chặng, nửa chặng đường, nửa đường, =nửa, nửa rồi, =một nữa",
    "BUSY": "bận, bận quá, bận họp, công tác, đi công tác, đi họp, nghỉ phép, nghỉ ốm, ốm",
    "WAITMORE":
        "để xem, để tôi xem, để hỏi lại, hỏi lại, để kiểm tra, để em hỏi, để em xem, xem lại, để xem lại, kiểm tra "
        "lại, hỏi lại đã, để xem đã, báo sau, báo lại sau, báo cáo sau, trả lời sau, xem đã, để tính, để coi, coi "
        "lại, tính sau, để coi lại, sẽ báo, sẽ báo cáo, sẽ trả lời, nói sau, để rà lại, báo lại",
    # how the parts of a reply hang together
    "ALL":
        "tất cả, cả hai, cả ba, cả bốn, cả năm, cả 2, cả 3, cả 4, cả 5, cả 6, toàn bộ, tất cả các, các nhiệm vụ, các "
        "việc, mọi việc, tất tần tật, tất cả đều, hai việc, ba việc, bốn việc, năm việc, hai cái, ba cái, hai nhiệm "
        "vụ, ba nhiệm vụ, bốn nhiệm vụ, các mục, cả đám, cả mấy, mấy việc, mấy cái, các đầu việc, tất tật, tuốt, tuốt "
        "tuột, các nội dung, cái nào cũng, việc nào cũng, toàn bộ các, hết cả, mấy nhiệm vụ, cả lô, hết thảy, hai "
        "đứa, cả thảy",
    "ALLEND": "tất, cả, sạch, hết cả, hết trơn, hết ráo, sạch sẽ, tuốt, hết trọi, hết sạch, cả rồi, hết thảy",
    "REST":
        "còn lại, các việc còn lại, việc còn lại, cái còn lại, những việc còn lại, các nhiệm vụ còn lại, nhiệm vụ còn "
        "lại, mấy cái còn lại, mấy việc còn lại, các mục còn lại, phần còn lại, cái kia, việc kia, các cái còn lại, "
        "số còn lại, những cái còn lại, mấy cái khác, các việc khác, mục còn lại, hai việc còn lại, hai cái còn lại, "
        "mấy cái kia, ba việc còn lại, cái tê, hai nhiệm vụ còn lại, 2 cái còn lại, 2 việc còn lại",
    "EXCEPT":
        "trừ, riêng, ngoại trừ, trừ việc, chỉ trừ, chỉ riêng, riêng việc, riêng nhiệm vụ, ngoài, riêng mục, trừ mục, "
        "riêng cái",
    "TASK":
        "việc, nhiệm vụ, mục, cái, cấy, số, ý, câu, task, đầu việc, nội dung số, việc số, nhiệm vụ số, mục số, cái "
        "số, cái thứ, việc thứ, nhiệm vụ thứ, mục thứ, stt, đầu mục, ý số, cái việc, dòng, dòng số, khoản, thứ, con "
        "số, gạch đầu dòng",
    "FIRST":
        "đầu tiên, việc đầu, cái đầu, thứ nhất, việc đầu tiên, cái đầu tiên, việc thứ nhất, cái thứ nhất, nhiệm vụ "
        "thứ nhất, nhiệm vụ đầu, nhiệm vụ đầu tiên, mục đầu, mục đầu tiên",
    "LAST": "việc cuối, cái cuối, việc cuối cùng, cái cuối cùng, nhiệm vụ cuối, mục cuối, nhiệm vụ cuối cùng",
    "AND": "và, với, cùng, cộng, cùng với",
    "FROM": "từ",
    "TO": "đến, tới, tới việc",
    # people and politeness: no meaning of their own
    "ORGC":
        "bộ, trung ương, chính phủ, thủ tướng, các bộ, bộ ngành, bộ nông nghiệp, bộ tài chính, bộ kế hoạch và đầu tư, "
        "bộ y tế, bộ xây dựng, bộ nội vụ, bộ lao động, quốc hội, bộ ngành trung ương, các bộ ngành, cấp trên, bộ chủ "
        "quản, ủy ban dân tộc, kho bạc, các huyện, các địa phương, các xã, nhà thầu, tư vấn, đơn vị tư vấn",
    "ORG":
        "lãnh đạo, giám đốc, sếp, phó giám đốc, văn phòng, vp, sở, các sở, sở tài chính, sở tư pháp, sở nông nghiệp, "
        "sở kế hoạch và đầu tư, sở xây dựng, sở nội vụ, ban chỉ đạo, thường trực, phòng chuyên môn, đơn vị, thủ "
        "trưởng, stp, skhđt, stc, snn, snv, sxd, vpđp, lãnh đạo sở, ban giám đốc, xếp, các sở ngành, các ngành, "
        "trưởng phòng, sở ngành, thành phố",
    "FILL":
        "em, anh, chị, tôi, mình, tui, cháu, chú, bác, cô, o, ông, bà, đồng chí, ạ, nhé, nha, á, à nha, nghe, nờ, nạ, "
        "hầy, hè, nì, nè, đó, đây, đấy, ơi, thưa, kính thưa, kính gửi, xin phép, xin báo cáo, báo cáo anh, báo cáo "
        "chị, báo cáo đồng chí, báo cáo sếp, bên em, bên tôi, bên mình, bên chị, bên anh, bên sở, bên này, bên tui, "
        "chúng tôi, chúng em, bọn em, tụi em, bầy tui, bầy em, phòng em, phòng tôi, đơn vị em, đơn vị tôi, đơn vị "
        "mình, cơ quan em, cơ quan tôi, sở em, sở tôi, sở mình, sở chúng tôi, ban em, này, ni, việc này, cái này, "
        "nhiệm vụ này, nv này, mục này, cấy ni, cái ni, việc ni, vụ này, vụ ni, vụ đó, việc đó, cái đó, nhiệm vụ đó, "
        "nó, cơ, hiện, hiện nay, hiện tại, đến nay, nay, bây giờ, giờ, đến giờ, tới giờ, đến thời điểm này, tính đến "
        "nay, chừ, giúp, giùm, hộ, dùm, giúp em, với ạ, trân trọng, cảm ơn, cám ơn, xin cảm ơn, trân trọng cảm ơn, cả "
        "nhà, ad, admin, bot, quá, lắm, rất, thật, hoàn toàn, luôn, đủ, đầy đủ, chính thức, thực ra, thật ra, báo, "
        "xin thưa, cho, chỉ đạo, toàn, kính, kính báo, cũng, cùng, nhà em, nhà mình, dạ thưa, thưa anh, thưa chị, gửi "
        "anh, gửi chị, gửi em, gửi đồng chí, gửi ban chỉ đạo, báo cáo ban chỉ đạo, kính gửi đồng chí, chào anh, chào "
        "chị, em chào anh, xin chào, chào, hi, hello, dear, ha, hén, hen, nghen, nghe anh, rứa, thế, vậy, rứa là, vậy "
        "là, thế là, như vậy, bữa ni, đơn vị, đó em, đây em, ấy, anh ấy, hihi, hehe, haha, hic, huhu, hu, hu hu, kkk, "
        "hì, hí, mới đây, đồng chí ạ, tình hình, kết quả, tiến độ, về, của, việc của, tự, đơn vị chúng tôi, phần em, "
        "phần tôi, ủa, ơ, ui, ôi, trời, hỡi, bên, giời, cô ơi, thầy, chớ, chớ bộ, chứ lị, được giao, được phân công, "
        "cơ mà, phòng, sở nhà, tụi mình, bọn mình, tụi tui, choa, bầy choa, nhóm em, ban chỉ đạo, tổ em, thực tế, dạo "
        "này, ngoài này, trong này, bị, đều, tại, bằng, kèm, ở, cụ thể, qua, trên, dưới, ra, =ngay, =lại",
}
# Words after a number that make it a count, and before a number that make it an ordinal: neither names a task.
UNITS = (
    "xã, huyện, đơn vị, lần, bộ, ban, sở, người, tỷ, triệu, giờ, h, phút, trang, phòng, nội dung, thôn, bản, lớp, "
    "hộ, công trình, dự án, hội nghị, cuộc, tiêu chí, chỉ tiêu, mô hình, sản phẩm, địa phương, thành viên, ngành, "
    "cơ quan, hồ sơ, điểm, trường, văn bản, ý kiến, bước, giai đoạn, phần, khâu, huyện thành phố, nước, bữa, hôm, "
    "tiếng, dòng, số liệu, hạng mục, chữ ký, đồng chí, anh em, chương, phụ lục, khoản, cột, sao, đợt, km, đường, "
    "nghìn, trăm"
)
ORDINALS = (
    "lần, đợt, khóa, kỳ, phần, bước, giai đoạn, điều, phụ lục, vòng, bản, văn phòng, tầm, khoảng, cỡ, gần, chừng, "
    "quyển, tập, lúc, phiên bản, version, nhóm, tiêu chí, tổ, cấp, loại, hợp phần, dự án, tiểu dự án, mẫu, biểu, "
    "chương, khoản, điểm, lên, được, chuyên đề, kỳ họp thứ"
)
# Words written without any mark: in a reply that has its marks they mean only themselves.
PLAIN = (
    "ai, an, anh, ba, ban, bi, binh, cai, cha, chi, chia, cho, con, dan, danh, di, do, dong, em, giao, ha, hai, "
    "hoa, hoi, hom, hung, huy, in, khi, kho, kia, lan, lao, linh, long, lui, mai, mau, mo, mong, nam, nay, nghe, "
    "nha, nhanh, nhau, nhe, nhieu, ni, no, phong, phu, qua, quan, ra, sau, son, ta, tam, tham, theo, thu, tin, "
    "to, tong, truc, trung, tui, tung, tuy, ve, vo, vui, xem, xin, xong, y"
)
# Kinds of document as their signs abbreviate them.
SIGNS = (
    "qd, nq, kh, ct, cv, bc, ttr, tb, hd, da, qc, qyd, nd, tt, ttlt, cd, gm, bb, gp, dt, kl, ubnd, hdnd, lt, ptr, "
    "ctr, ttg, cp, tu, bcd"
)
# fmt: on
