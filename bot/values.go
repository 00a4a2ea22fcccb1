package bot

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/width"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// This file checks what a customer filled into the fields of a form. Browsers check
// the same before they send.

const (
	// lineRunes bounds a field of one line, and a line of several that are chosen.
	lineRunes = 200
	// linesMost bounds the lines that are chosen or written below a field.
	linesMost = 20
	// ahead is by how much the clock of a customer may be before ours.
	ahead = 5 * time.Minute
)

// values are what was filled in, checked and in one form, with the codes of cards
// masked. What the form does not ask for is refused: no browser sends it by itself.
func (t *turn) values(form *chat.Form, a Fill) (map[string]string, error) {
	asks := func(name string) bool {
		return slices.ContainsFunc(form.Fields, func(f chat.Field) bool { return f.Name == name && f.Kind != chat.FieldFiles })
	}
	for name := range a.Values {
		if !asks(name) {
			return nil, fault.New(fault.Invalid, "表单内容有误，请刷新后再试")
		}
	}
	if err := filesFit(form, a.Attachments); err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, f := range form.Fields {
		if f.Kind == chat.FieldFiles {
			continue
		}
		switch v, err := t.value(f, strings.TrimSpace(a.Values[f.Name])); {
		case err != nil:
			return nil, err
		case v != "":
			values[f.Name] = v
		}
	}
	return values, nil
}

// filesFit reports whether files may come with a form, and whether it lacks some.
func filesFit(form *chat.Form, files []chat.Attachment) error {
	i := slices.IndexFunc(form.Fields, func(f chat.Field) bool { return f.Kind == chat.FieldFiles })
	switch {
	case i < 0 && len(files) > 0:
		return fault.New(fault.Invalid, "表单内容有误，请刷新后再试")
	case i >= 0 && form.Fields[i].Required && len(files) == 0:
		return fault.New(fault.Invalid, "请上传%s", form.Fields[i].Label)
	case len(files) > maxAttachments:
		return fault.New(fault.Invalid, "一次最多发送%d个附件", maxAttachments)
	}
	return nil
}

// value is what was written into one field.
func (t *turn) value(f chat.Field, s string) (string, error) {
	most := lineRunes
	if f.Kind == chat.FieldText || f.Kind == chat.FieldChecks {
		most = chat.MaxText
	}
	switch {
	case s == "" && f.Required:
		return "", fault.New(fault.Invalid, "请填写%s", f.Label)
	case s == "":
		return "", nil
	case utf8.RuneCountInString(s) > most:
		return "", fault.New(fault.Invalid, "%s最多%d字", f.Label, most)
	}
	switch f.Kind {
	case chat.FieldPhone:
		if t.dialled(s) == "" {
			return "", fault.New(fault.Invalid, "电话号码有误，请核对")
		}
		return s, nil
	case chat.FieldAmount:
		sum, ok := amount(s)
		if !ok {
			return "", fault.New(fault.Invalid, "%s请填数字，如 99.50", f.Label)
		}
		return sum, nil
	case chat.FieldTime:
		at, ok := moment(s, t.zone())
		switch {
		case !ok: // 「昨晚」 is better than nothing
		case at.After(t.now.Add(ahead)):
			return "", fault.New(fault.Invalid, "%s不能晚于现在", f.Label)
		default:
			return at.In(t.zone()).Format("2006-01-02 15:04"), nil
		}
	case chat.FieldChecks:
		return t.checks(f, s)
	}
	if f.Name == fieldOrder {
		return t.content.maskOrder(s), nil
	}
	return t.content.veil(s).text, nil
}

// checks are the lines that were chosen or written, each once.
func (t *turn) checks(f chat.Field, s string) (string, error) {
	var lines []string
	for l := range strings.Lines(s) {
		l = strings.TrimSpace(l)
		switch {
		case l == "" || slices.Contains(lines, l):
			continue
		case utf8.RuneCountInString(l) > lineRunes:
			return "", fault.New(fault.Invalid, "%s每一项最多%d字", f.Label, lineRunes)
		}
		lines = append(lines, l)
	}
	if len(lines) > linesMost {
		return "", fault.New(fault.Invalid, "%s最多%d项", f.Label, linesMost)
	}
	return t.content.veil(strings.Join(lines, "\n")).text, nil
}

// Figures of a sum before its point, and behind it.
const wholeMost, centsMost = 9, 2

// amount reads a sum of money in yuan as people type it; two places at most.
func amount(s string) (string, bool) {
	s = width.Narrow.String(s)
	s = strings.NewReplacer("¥", "", "￥", "", "元", "", "rmb", "", "RMB", "", ",", "", " ", "", "。", ".").Replace(s)
	whole, cents, point := strings.Cut(s, ".")
	if strings.Trim(whole+cents, "0123456789") != "" || len(whole) > wholeMost || len(cents) > centsMost || whole == "" || point && cents == "" {
		return "", false
	}
	whole = cmp.Or(strings.TrimLeft(whole, "0"), "0")
	if point {
		whole += "." + cents
	}
	return whole, true
}

// moment reads a time as the pickers of browsers have it, with or without its zone.
func moment(s string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
