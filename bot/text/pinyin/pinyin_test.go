package pinyin

import "testing"

func TestSoundsAlike(t *testing.T) {
	table := New()
	for _, c := range []struct {
		name, a, b string
		alike      bool
	}{
		{"Homophones", "冲值到帐登陆", "充值到账登录", true},
		{"Retroflex", "支是吃", "资四词", true},
		{"FinalNasal", "零京", "林金", true},
		{"OtherTone", "码", "马", true},
		{"OtherSound", "退", "款", false},
		{"OtherInitial", "班", "盘", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := []rune(c.a), []rune(c.b)
			for i := range a {
				if got := table.Sound(a[i]) == table.Sound(b[i]); got != c.alike {
					t.Errorf("%c and %c alike: %v, want %v", a[i], b[i], got, c.alike)
				}
			}
		})
	}
}

func TestEveryCommonCharacterHasASound(t *testing.T) {
	table := New()
	for _, r := range "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之" {
		if table.Sound(r) == 0 {
			t.Errorf("%c has no sound", r)
		}
	}
}

func TestWhatHasNoSound(t *testing.T) {
	table := New()
	for _, r := range []rune{'a', '1', '。', ' ', 0, -1, 0x10ffff, 0x3400, 0xac00} {
		if got := table.Sound(r); got != 0 {
			t.Errorf("%q has the sound %d", r, got)
		}
	}
}

func TestTablesAreTheSame(t *testing.T) {
	one, other := New(), New()
	if one.sound != other.sound {
		t.Error("two tables differ")
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}
