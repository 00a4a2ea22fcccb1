package sheet

import (
	"regexp"
	"strings"

	htmltomarkdown "github.com/JohannesKaufmann/html-to-markdown/v2"
)

var (
	// marked finds what editors of other products leave in answers. Plain text may
	// hold a "<" and is left alone.
	marked = regexp.MustCompile(`(?i)<(p|br|a|img|div|span|ul|ol|li|strong|b|em|i|u|table|tbody|tr|td|h[1-6]|font|blockquote|video|hr)(\s[^<>]*)?/?>`)
	// within finds pictures whose bytes are in the text: no answer is that long.
	within = regexp.MustCompile(`(?i)<img\s[^<>]*src\s*=\s*["']?data:[^<>]*>`)
	// films finds videos, which Markdown has only links to.
	films = regexp.MustCompile(`(?i)<video\s[^<>]*src\s*=\s*["']([^"'<>\s]+)["'][^<>]*>`)
)

// maxTags bounds the tags of an answer that is converted: the parser nests as
// deeply as they do.
const maxTags = 2000

// markdown returns an answer in HTML as Markdown, and what is to be said of it;
// nothing where it is no HTML.
func markdown(s string) (out, note string) {
	if !marked.MatchString(s) {
		return s, ""
	}
	if strings.Count(s, "<") > maxTags {
		return s, "答案里的 HTML 标签太多，没有转换，请人工整理"
	}
	note = "答案由 HTML 转成了 Markdown"
	if within.MatchString(s) {
		s = within.ReplaceAllString(s, "（图片）")
		note += "，里面内嵌的图片没有导入，请重新插入"
	}
	s = films.ReplaceAllString(s, `<a href="$1">视频</a>`)
	md, err := htmltomarkdown.ConvertString(s)
	if err != nil {
		return s, "答案里的 HTML 无法转换，请人工整理"
	}
	return strings.TrimSpace(md), note
}
