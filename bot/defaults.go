package bot

// DefaultLimits returns the limits of content that has learned none of its own,
// found by measurement on the demo content and its development messages
// (docs/understanding.md says how limits are learned).
func DefaultLimits() Limits {
	return Limits{
		Answer: 0.45, Suggest: 0.18, Gap: 0.10, Choices: 5, Unresolved: 2,
		Uneasy: 0.35, Mood: 0.60,
	}
}

// DefaultReplies returns the bot's sentences for a pack without replies.yaml.
func DefaultReplies() Replies {
	return Replies{
		Welcome:       Sentence{"您好，我是智能客服，请直接说您遇到的问题。"},
		Clarify:       Sentence{"您是不是想问下面哪一个？点选或回复序号即可："},
		Person:        "转人工",
		Fallback:      Sentence{"抱歉，这个问题我还没有把握答对。您可以换个说法，写上商品名和遇到的提示；也可以选择转人工。"},
		Uneasy:        Sentence{"让您着急了，非常抱歉，我们马上看您的问题。"},
		HandoffAsked:  Sentence{"好的，正在为您转接人工客服，请稍候。等待时您可以继续描述问题，客服接入后都能看到。"},
		HandoffMood:   Sentence{"非常抱歉给您带来这样的体验。我已为您转接人工客服，您说过的内容客服都能看到，不用重复。"},
		HandoffRule:   Sentence{"您的情况需要专人处理，正在为您转接人工客服，请稍候。"},
		HandoffStuck:  Sentence{"抱歉没能帮您解决，我已为您转接人工客服，您说过的内容客服都能看到，不用重复。"},
		HandoffReady:  Sentence{"信息都记下了，正在为您转接人工客服，您说过的内容会一并带过去，不用重复。"},
		Collect:       Sentence{"已记下{known}。为了更快处理，请再告诉我{missing}；也可以直接转人工。"},
		Kept:          Sentence{"已记下{known}，客服接入后能看到。"},
		Noted:         Sentence{"收到您发的{known}。请问遇到了什么问题？"},
		Partial:       Sentence{"您发的号码好像不完整，请把{missing}完整地再发一次，也可以直接转人工。"},
		Denied:        Sentence{"好的，是我理解错了。请换个说法告诉我，写上商品名和看到的提示会更准；也可以直接转人工。"},
		Downvoted:     Sentence{"抱歉，这条回答没能帮到您。您可以换个说法再问一次，也可以转人工："},
		Rephrase:      "换个说法",
		Also:          Sentence{"另外，关于「{question}」："},
		Rest:          Sentence{"另一件事，您是不是想问："},
		Related:       Sentence{"您可能还想了解："},
		Which:         Sentence{"您问到了两件事，先看哪一件？点选或回复序号即可："},
		Point:         Sentence{"这一点在刚才的答复里：\n> {sentence}"},
		Waiting:       Sentence{"您已在人工排队中，客服会尽快接入。等待时我可以继续为您解答。"},
		WaitingStill:  Sentence{"这个问题我留给人工客服为您解答，请稍候，客服接入后能看到您的留言。"},
		AgentGone:     Sentence{"非常抱歉，刚才的客服暂时离开，已为您排到最前，其他客服会尽快接入。"},
		AgentSilent:   Sentence{"非常抱歉，客服暂时没能回复您。我先继续为您服务，需要人工时请点「转人工」，您说过的内容都会保留。"},
		Transferred:   Sentence{"正在为您转接{team}，您说过的内容会一并带过去，不用重复，请稍候。"},
		Overdue:       Sentence{"非常抱歉让您久等了，没能按承诺的时间回复您。我们正在催办，请再稍候。"},
		OffHours:      Sentence{"现在人工客服不在线，{when}上线。已为您建好工单 {number}，客服上线后先处理，进展会在这里告诉您。信息补充得越全处理越快；其他问题可以继续问我。"},
		OffHoursAgain: Sentence{"您的工单 {number} 已经排上，说过的都在里面。人工客服{when}上线后处理，进展会在这里告诉您。"},
		OffHoursForm:  Sentence{"现在人工客服不在线，{when}上线。您可以先留言建工单，客服上线后会先处理："},
		FormTitle:     "留言建工单",
		FormMore:      "补充工单信息",
		InfoTitle:     "先填信息，处理更快",
		InfoFilled:    Sentence{"已记下{known}，后面不用再说一遍。请用一两句话说说遇到了什么问题；需要人工时点「转人工」。"},
		Ticketed:      Sentence{"已为您建好工单 {number}，进展会在这里告诉您。以后报工单号就能接着处理，不用重新说一遍。"},
		TicketAdded:   Sentence{"已记进工单 {number}，处理的客服能看到。"},
		TicketState:   Sentence{"工单 {number} 目前{state}。{news}"},
		TicketOwner:   "找工单负责人",
		TicketUnknown: Sentence{"没有查到您名下的工单 {number}，请核对一下。如果是在别的设备上提交的，可以到工单查询页，用工单号和手机号后四位查看。"},
		HandoffTicket: Sentence{"好的，正在请工单 {number} 的负责人来接待您，之前说过的不用重复，请稍候。"},
		Pictured:      Sentence{"收到了。我还看不懂图片和文件，请用一两句话说说遇到了什么问题、看到什么提示："},
		PicturedAbout: Sentence{"收到了，已留给客服查看。关于「{question}」，如果照着上面的办法还没解决，请告诉我卡在哪一步，也可以转人工。"},
		Cancelled:     Sentence{"已为您取消排队，我继续为您服务。需要时可随时再转人工。"},
		FlowConfirm:   Sentence{"请核对一下：\n{summary}\n都对吗？回复「对」就继续；哪一项不对，直接告诉我正确的。"},
		FlowChange:    Sentence{"好的，要改哪一项？点选，或直接告诉我正确的内容："},
		FlowRetry:     Sentence{"没有认出{label}，请再发一次{example}。不想办了可以回复「算了」。"},
		FlowResume:    Sentence{"我们接着办「{flow}」。"},
		FlowLeft:      Sentence{"好的，「{flow}」先不办了。还有什么可以帮您？"},
		Returned:      Sentence{"人工服务已结束，我继续为您服务。需要时可随时再转人工。"},
		Repeat:        Sentence{"关于「{question}」的办法上面已经说明，简单说就是：{short}\n\n如果照着做仍没有解决，可以告诉我卡在哪一步，或者转人工为您处理："},
	}
}
