package sheet

import (
	"context"
	"io"

	"yiwen/knowledge"
)

// exampleQuestion is that of the template's example, which Read skips.
const exampleQuestion = "示例：怎么修改登录密码？（导入时会跳过这一行）"

// example is what the template shows.
var example = knowledge.Entry{
	Category: "账号/登录", Question: exampleQuestion,
	Variants: []string{"登录密码忘了怎么改", "在哪里换密码"},
	Answer:   "可以自己修改：\n1. 打开「我的 > 设置 > 账号安全」。\n2. 点「登录密码」，按提示操作。",
	Exclude:  []string{"支付密码"}, Needs: []string{"phone"}, Severity: "low", Tags: []string{"新手"}, Keywords: []string{"改密码"},
}

// WriteTemplate writes a file to be filled in: the header, how each column is
// filled in where the format has room for it, and an example that Read skips.
func WriteTemplate(ctx context.Context, w io.Writer, format Format) error {
	return Write(ctx, w, format, []knowledge.Entry{example})
}

// adviceRows are the rows of the sheet that says how to fill in: column, how,
// example.
var adviceRows = [][3]string{
	{"分类", "知识树里的位置，各级之间用 / 分隔，最多 5 级", "账号/登录"},
	{"标准问题", "必填。一句话写清客户会问什么，最多 200 个字", "怎么修改登录密码？"},
	{"相似问题", "同一件事的其它问法，一行一个，或用 | 分隔。一个单元格放不下时，在下一行填同一个 ID（或同一个标准问题），只写其余的相似问题。问法里本来就有 | 的，用英文双引号括起来", "登录密码忘了怎么改|在哪里换密码"},
	{"答案", "必填。支持 Markdown：列表、加粗、链接、图片 ![](https://…)", "可以自己修改：……"},
	{"排除词", "问题里有这些词时，不用这一条回答。用 | 或逗号分隔", "支付密码"},
	{"关联问题", "答案下面推荐继续看的问题，最多显示 3 个。填 ID 或标准问题，用 | 分隔", "怎么绑定手机号？"},
	{"意图/动作", "转人工时交给哪个技能组、事情的级别（低、普通、高、紧急）、要先向客户收集什么、答完接着办哪个流程。写成 名称=值，用分号分隔，都可以不写", "技能组=trade; 级别=高; 收集=order_no,phone; 流程=invoice-request"},
	{"受众", "所有人、买家、商家 或 VIP。不填是所有人", "所有人"},
	{"生效", "从这一刻起才回答，不填是一直。格式 2026-12-01 或 2026-12-01 08:00", "2026-12-01 08:00"},
	{"失效", "从这一刻起不再回答，不填是永久。只写日期表示当天结束", "2026-12-31"},
	{"状态", "启用 或 停用。不填是启用", "启用"},
	{"标签", "给编辑自己看的标签，用 | 或逗号分隔，最多 20 个", "新手|活动"},
	{"ID", "导出的文件里会有，用来认出同一条，请不要改。新条目请留空，系统会自动生成", "change-password"},
	{"关键词", "重要的词，用 | 或逗号分隔", "改密码|重置密码"},
	{"渠道答案", "某个站点专用的答案：先写【站点】，换行后写答案；可以写几段", "【h5】\n请在 App 里修改。"},
	{"负责人", "谁负责这一条，填登录名", "editor1"},
	{"复核日期", "哪天该检查这一条还对不对", "2027-03-01"},
	{"注意", "表格里没有的列，导入时不会改动；有这一列而单元格是空的，会清空。以 = + - @ 开头的文字，导出时前面会加一个英文单引号，防止被当成公式，导入时自动去掉。", ""},
}
