package pack

import (
	"reflect"
	"strings"
)

// tidy takes away what a notation leaves and nobody means: the line break that
// ends a block of text, and the difference between a missing and an empty list.
// Thanks to it a pack that was read is equal to one written and read again.
func (p *Pack) tidy() { tidy(reflect.ValueOf(p).Elem()) }

func tidy(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.TrimRight(v.String(), "\n"))
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			tidy(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			tidy(v.Field(i))
		}
	}
}
