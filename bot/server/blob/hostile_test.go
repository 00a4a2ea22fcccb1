package blob

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"yiwen/bot/fault"
)

// script is what no file may bring with it, and what browsers run if they take the
// file for a page.
const script = "<html><script>alert('SECRETGPS')</script></html>"

// in16 is a text in UTF-16 behind its byte order mark, little end first.
func in16(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// inJPEG is a photo with a comment.
func inJPEG(t testing.TB, said string) []byte {
	comment := append([]byte{0xff, 0xfe, byte((len(said) + 2) >> 8), byte(len(said) + 2)}, said...)
	b := jpegBytes(t, 1)
	return append(append(bytes.Clone(b[:2]), comment...), b[2:]...)
}

// inGIF is an animation with an extension before its first frame: a label, and
// what it says.
func inGIF(t testing.TB, label byte, blocks ...string) []byte {
	b := gifBytes(t, 2)
	i := firstBlock(b)
	said := []byte{gifExtension, label}
	for _, block := range blocks {
		said = append(append(said, byte(len(block))), block...)
	}
	return append(append(bytes.Clone(b[:i]), append(said, 0)...), b[i:]...)
}

// anMP4 is the beginning of a file of that family, which HEIC and AVIF are of.
func anMP4(brand string) []byte {
	return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00" + brand + "mif1\x00\x00\x00\x08mdat")
}

// TestFilesThatAreTwoThings saves files that are, or claim to be, something that
// runs besides. What is kept of each is of one kind, says so in its name, and has
// nothing left of the other; what cannot be is refused.
func TestFilesThatAreTwoThings(t *testing.T) {
	zip := []byte("PK\x05\x06" + strings.Repeat("\x00", 18))
	for what, test := range map[string]struct {
		name string
		body []byte
		kept string // the name that it has then; "" = it is refused
		raw  bool   // documents are kept as they came, and served as downloads
	}{
		"a PNG with a page behind its end":        {"a.png", append(pngBytes(t), script...), "a.png", false},
		"a PNG with a page inside":                {"a.html", withText(pngBytes(t), script), "a.png", false},
		"a PNG with an archive behind its end":    {"a.zip", append(append(pngBytes(t), "SECRETGPS"...), zip...), "a.png", false},
		"a photo with a page in its comment":      {"a.jpg.html", inJPEG(t, script), "a.jpg.jpg", false},
		"a photo with a page behind its end":      {"a.svg", append(jpegBytes(t, 1), script...), "a.jpg", false},
		"an animation that comments in script":    {"a.js", inGIF(t, 0xfe, "*/=alert('SECRETGPS');/*"), "a.gif", false},
		"an animation that a program signed":      {"a.gif", inGIF(t, gifProgram, "XMP DataXMP", "SECRETGPS"), "a.gif", false},
		"an animation that hides it in its loop":  {"a.gif", inGIF(t, gifProgram, "NETSCAPE2.0", "\x01\x00\x00", "SECRETGPS"), "a.gif", false},
		"an animation with a text":                {"a.gif", inGIF(t, 0x01, "0123456789ab", "SECRETGPS"), "a.gif", false},
		"a GIF that is a script":                  {"a.gif", []byte("GIF89a=1;alert('SECRETGPS');//" + strings.Repeat("\x00", 40)), "", false},
		"a PDF with a page inside":                {"a.pdf", []byte("%PDF-1.7\n" + script), "a.pdf", true},
		"a page with a PDF inside":                {"a.html", []byte(script + "%PDF-1.7\n"), "a.pdf", true},
		"a page":                                  {"a.txt", []byte(script), "", false},
		"a page behind blanks":                    {"a.png", []byte("  \n\t" + script), "", false},
		"a page behind a comment":                 {"a.txt", []byte("<!-- x --><html>" + script), "", false},
		"a page behind a byte order mark":         {"a.txt", []byte("\ufeff" + script), "", false},
		"a text that becomes a page":              {"a.htm", []byte("说明\n" + script), "a.txt", true},
		"a page in UTF-16":                        {"a.html", in16(script), "a.txt", true},
		"a drawing":                               {"a.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "", false},
		"a drawing that names no language":        {"a.svg", []byte(`<svg onload="alert(1)"/>`), "a.txt", true},
		"a drawing behind a declaration":          {"a.svg", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "", false},
		"a drawing behind a byte order mark":      {"a.svg", []byte("\ufeff" + `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "a.txt", true},
		"a drawing behind a comment":              {"a.svg.png", []byte(`<!-- x --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "", false},
		"a drawing in UTF-16":                     {"a.svg", in16(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "a.txt", true},
		"two endings":                             {"a.png.exe", pngBytes(t), "a.png.png", false},
		"an ending alone":                         {".html", pngBytes(t), ".png", false},
		"half a photo":                            {"a.jpg", jpegBytes(t, 1)[:300], "", false},
		"a script":                                {"a.js", []byte("#!/bin/sh\nalert(1)"), "", false},
		"a photo of four thousand million pixels": {"a.jpg", claimed(t), "", false},
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t)
			a, err := s.Save(t.Context(), test.name, bytes.NewReader(test.body))
			if err != nil {
				if test.kept != "" || fault.KindOf(err) != fault.Invalid || kept(t, s) != nil {
					t.Errorf("%v; left %v", err, kept(t, s))
				}
				return
			}
			b := content(t, s, a.ID)
			if a.Name != test.kept || test.raw != bytes.Equal(b, test.body) {
				t.Errorf("%+v, as it came: %v", a, !test.raw)
			}
			if test.raw != (a.Width == 0) {
				t.Errorf("%+v is served as a download: %v", a, a.Width == 0)
			}
			if !test.raw && (bytes.Contains(b, []byte("SECRETGPS")) || bytes.Contains(b, []byte("PK\x05\x06"))) {
				t.Error("the other one is still there")
			}
		})
	}
}

// claimed is a photo that says of itself that it has 65,535 by 65,535 pixels.
func claimed(t testing.TB) []byte {
	b := jpegBytes(t, 1)
	i := bytes.Index(b, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(b[i+5:], 0xffff)
	binary.BigEndian.PutUint16(b[i+7:], 0xffff)
	return b
}

// TestFramesStay: what says how an animation moves is no less of it.
func TestFramesStay(t *testing.T) {
	want := gifBytes(t, 3)
	if got := bare(want); !bytes.Equal(got, want) {
		t.Errorf("%d bytes of %d are left", len(got), len(want))
	}
}

// TestRefusedPictures tells people who know no types what they can do.
func TestRefusedPictures(t *testing.T) {
	moving := []byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00ANIM\x00\x00\x00\x00")
	for what, test := range map[string]struct {
		body []byte
		says string
	}{
		"of an iPhone":      {anMP4("heic"), "兼容性最佳"},
		"of an iPhone, too": {anMP4("mif1"), "兼容性最佳"},
		"AVIF":              {anMP4("avif"), "存成 JPG、PNG"},
		"of Windows":        {[]byte("BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28" + strings.Repeat("\x00", 60)), "存成 JPG、PNG"},
		"a WebP that moves": {moving, "会动的 WebP"},
		"half a WebP":       {moving[:18], "可能已损坏"},
	} {
		_, err := open(t).Save(t.Context(), "a.jpg", bytes.NewReader(test.body))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Text(err, ""), test.says) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
