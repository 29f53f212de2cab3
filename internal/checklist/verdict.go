package checklist

import (
	"fmt"
	"slices"
	"strings"
)

// A Verdict is the answer to one item.
type Verdict string

// The verdicts.
const (
	Pass          Verdict = "pass"     // every subject complies, and the list is complete
	Fail          Verdict = "fail"     // at least one certainly does not
	NotApplicable Verdict = "n/a"      // certainly no subject, or a person says so
	Attested      Verdict = "attested" // out of sight, and a person says that it is met
	Unknown       Verdict = "unknown"  // none of these; the settlers say what would change it
)

// Verdicts lists all of them in the order of views.
var Verdicts = []Verdict{Fail, Unknown, Attested, Pass, NotApplicable}

// verdict is the one way from subjects to a verdict, for every item.
func verdict(j *Judgement) (v Verdict, reason string) {
	for i := range j.Subjects {
		// What nobody can open is no evidence.
		if s := &j.Subjects[i]; s.Mark != Open && !s.Place.IsValid() {
			s.Mark = Open
			if s.Settle == "" {
				s.Settle = "the place is not known, so nobody can look at it"
			}
		}
	}
	slices.SortStableFunc(j.Subjects, func(a, b Subject) int {
		if d := rank(a.Mark) - rank(b.Mark); d != 0 {
			return d
		}
		return comparePlaces(a.Place, b.Place)
	})
	n := countMarks(j.Subjects)
	total := len(j.Subjects)
	switch {
	case j.Broken:
		return Unknown, "the check itself failed"
	case n[Not] > 0:
		if total == 1 {
			return Fail, j.Subjects[0].What
		}
		return Fail, fmt.Sprintf("%d of %s do not", n[Not], number(total, j.Subjects[0].Kind))
	case total == 0 && len(j.Gaps) == 0 && !j.Always:
		return NotApplicable, none(j)
	case total == 0:
		return Unknown, first(gapText(j), none(j))
	case n[Open] > 0:
		if total == 1 {
			return Unknown, j.Subjects[0].What
		}
		return Unknown, fmt.Sprintf("%d of %s cannot be told", n[Open], number(total, j.Subjects[0].Kind))
	case len(j.Gaps) > 0:
		return Unknown, gapText(j)
	}
	if n[Accepted] > 0 {
		for _, s := range j.Subjects {
			if s.Mark == Accepted {
				return Pass, fmt.Sprintf("%d of %s accepted at %s:%d: %s", n[Accepted], number(total, s.Kind), s.Place.Path, s.Place.Line, s.Settle)
			}
		}
	}
	if total == 1 {
		return Pass, j.Subjects[0].What
	}
	return Pass, "all " + number(total, j.Subjects[0].Kind)
}

func none(j *Judgement) string {
	switch {
	case j.None != "" && j.Looked != "":
		return j.None + " (" + j.Looked + ")"
	case j.None != "":
		return j.None
	}
	return j.Looked
}

func gapText(j *Judgement) string {
	if len(j.Gaps) == 0 {
		return ""
	}
	text := j.Gaps[0].What
	if n := len(j.Gaps) - 1; n > 0 {
		text += fmt.Sprintf(", and %d more", n)
	}
	return text
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// rank is the order in which subjects are listed: what does not comply first.
func rank(m Mark) int { return strings.IndexByte("-?a+", byte(m)) }

func countMarks(list []Subject) map[Mark]int {
	n := map[Mark]int{}
	for _, s := range list {
		n[s.Mark]++
	}
	return n
}

func comparePlaces(a, b Place) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Column - b.Column
}

// number writes a count with its noun.
func number(n int, noun string) string {
	if noun == "" {
		noun = "place"
	}
	if n == 1 {
		return "1 " + noun
	}
	switch {
	case strings.HasSuffix(noun, "y") && noun != "day" && noun != "key":
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
