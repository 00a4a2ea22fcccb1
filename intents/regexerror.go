package intents

import (
	"errors"
	"fmt"
	"regexp/syntax"
)

// explainRegex puts what is wrong with a regex into an editor's words.
func explainRegex(err error) error {
	var at *syntax.Error
	if !errors.As(err, &at) {
		return err
	}
	said := ""
	switch at.Code {
	case syntax.ErrMissingParen:
		said = "少了一个右括号 )"
	case syntax.ErrUnexpectedParen:
		said = "多了一个右括号 )"
	case syntax.ErrMissingBracket:
		said = "少了一个右方括号 ]"
	case syntax.ErrMissingRepeatArgument:
		said = "重复符号（* + ? {n}）前面没有东西"
	case syntax.ErrInvalidRepeatOp:
		said = "重复符号连着写了"
	case syntax.ErrInvalidRepeatSize:
		said = "重复的次数不对，最多 1000"
	case syntax.ErrInvalidCharRange:
		said = "方括号里的范围不对，要从小到大"
	case syntax.ErrInvalidCharClass:
		said = "方括号里的写法不对"
	case syntax.ErrInvalidEscape:
		said = "不认识的反斜杠写法"
	case syntax.ErrTrailingBackslash:
		said = "结尾多了一个反斜杠"
	case syntax.ErrInvalidPerlOp:
		said = "不支持的写法；向前看、向后看（(?=、(?!、(?<）都不能用"
	case syntax.ErrInvalidNamedCapture:
		said = "分组的名字不对"
	case syntax.ErrLarge:
		said = "展开以后太大"
	case syntax.ErrNestingDepth:
		said = "括号套得太深"
	default:
		said = "写法不对"
	}
	return fmt.Errorf("%s：%s", said, at.Expr)
}
