package load

import "bytes"

// blank overwrites the insides of function bodies and composite literals in a
// Go file with spaces. Newlines stay, and so every position outside. It returns
// the same slice.
//
// What is left declares the same things: a literal without elements has the type
// that it has with them, but for arrays that count their elements, [...]T{...},
// which are left whole. Comments that say where lines come from stay as well.
//
// Source that does not hold together is left as it is from there on.
func blank(src []byte) []byte {
	var (
		typed    bool // the last token was struct or interface
		ellipsis bool // [...] was seen, and its literal is still to come
	)
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
			continue // what stands before a brace stays the last token
		case c == '/' && i+1 < len(src) && (src[i+1] == '/' || src[i+1] == '*'):
			i = comment(src, i)
			continue
		case c == '"' || c == '\'' || c == '`':
			i = quoted(src, i)
		case c == '{' && typed:
			i++ // members are declarations
		case c == '{':
			end := closing(src, i, !ellipsis)
			if end < 0 {
				return src
			}
			ellipsis = false
			i = end + 1
		case c == '[':
			i++
			ellipsis = ellipsis || bytes.HasPrefix(bytes.TrimLeft(src[i:], " \t"), []byte("..."))
		case letter(c):
			start := i
			for i < len(src) && (letter(src[i]) || '0' <= src[i] && src[i] <= '9') {
				i++
			}
			word := string(src[start:i])
			typed = word == "struct" || word == "interface"
			continue
		default:
			i++
		}
		typed = false
	}
	return src
}

// closing returns the offset of the brace that closes the one at open, or -1.
// With wipe, what stands between them is overwritten.
func closing(src []byte, open int, wipe bool) int {
	depth := 0
	var lines [][2]int // comments that begin with "line "
	end := -1
	for i := open; i < len(src) && end < 0; {
		switch c := src[i]; {
		case c == '{':
			depth++
			i++
		case c == '}':
			depth--
			if depth == 0 {
				end = i
			}
			i++
		case c == '"' || c == '\'' || c == '`':
			i = quoted(src, i)
		case c == '/' && i+1 < len(src) && (src[i+1] == '/' || src[i+1] == '*'):
			start := i
			i = comment(src, i)
			if bytes.HasPrefix(src[start+2:], []byte("line ")) {
				lines = append(lines, [2]int{start, i})
			}
		default:
			i++
		}
	}
	if end < 0 || !wipe {
		return end
	}
	from := open + 1
	for _, l := range append(lines, [2]int{end, end}) {
		for i := from; i < l[0]; i++ {
			if src[i] != '\n' {
				src[i] = ' '
			}
		}
		from = l[1]
	}
	return end
}

// quoted returns the offset after the string or rune that begins at i.
func quoted(src []byte, i int) int {
	quote := src[i]
	for i++; i < len(src); i++ {
		switch src[i] {
		case quote:
			return i + 1
		case '\\':
			if quote != '`' {
				i++
			}
		case '\n':
			if quote != '`' {
				return i // broken, and it ends here at the latest
			}
		}
	}
	return len(src)
}

// comment returns the offset after the comment that begins at i. The newline that
// ends a line comment is not part of it.
func comment(src []byte, i int) int {
	end := []byte("\n")
	rest := src[i+2:]
	if src[i+1] == '*' {
		end = []byte("*/")
	}
	n := bytes.Index(rest, end)
	switch {
	case n < 0:
		return len(src)
	case src[i+1] == '*':
		return i + 2 + n + 2
	}
	return i + 2 + n
}

func letter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}
