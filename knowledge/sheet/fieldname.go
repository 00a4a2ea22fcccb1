package sheet

// FieldName is what our own sheets call a field, or the field itself.
func FieldName(f Field) string {
	for _, c := range columns {
		if of, ok := aliases[normHeader(c.header)]; ok && of == f {
			return "「" + c.header + "」"
		}
	}
	switch f {
	case FieldTeam:
		return "「技能组」"
	case FieldSeverity:
		return "「级别」"
	case FieldFlow:
		return "「流程」"
	case FieldNeeds:
		return "「收集」"
	}
	return string(f)
}
