package items

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/e164"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// Numbers by which a pattern is judged: it proves E.164 when it accepts most of the
// good ones, and none of the bad.
var (
	goodNumbers = []string{
		"+15005550006", "+16175550142", "+442071838750", "+493012345678", "+33142685300", "+390612345678", "+61291234567", "+819012345678", "+8613812345678", "+5511987654321",
		"+34911234567", "+31201234567", "+46812345678", "+4712345678", "+4512345678", "+358401234567", "+919876543210", "+27211234567", "+972501234567", "+64211234567",
	}
	badNumbers = []string{
		"", "+", "15005550006", "(617) 555-0142", "617-555-0142", "6175550142", "+1 500 555 0006", "+1-500-555-0006", "+1(500)5550006", "+1.500.555.0006",
		"001 500 555 0006", "0044 20 7183 8750", "+0123456789", "+1500555000612345678", "+1500555000x", "tel:+15005550006", " +15005550006", "+15005550006 ", "+15005550006;ext=2", "call +15005550006 now",
	}
)

// phoneCheck says what proves that a number is E.164.
func (c *context) phoneCheck() *paths.Check {
	arg := func(call *ssa.Call, i int) ssa.Value {
		if i < len(call.Call.Args) {
			return call.Call.Args[i]
		}
		return nil
	}
	return &paths.Check{
		Const: func(text string) bool {
			problem, _ := e164.Check(text)
			return problem == e164.OK
		},
		Makes: func(call *ssa.Call) bool {
			names := c.Program.Names(call)
			if !slices.Contains(names, "github.com/nyaruka/phonenumbers.Format") {
				return false
			}
			format, ok := constInt(arg(call, 1))
			return ok && format == 0 // E164: phonenumbers v1.8.1 phonenumberutil.go
		},
		Tests: func(call *ssa.Call) ssa.Value {
			for _, n := range c.Program.Names(call) {
				switch n {
				case "regexp.Regexp.MatchString", "regexp.Regexp.Match":
					if c.provesE164(c.patternOf(arg(call, 0))) {
						return arg(call, 1)
					}
				case "regexp.MatchString":
					if s, ok := constString(arg(call, 0)); ok && c.provesE164(s) {
						return arg(call, 1)
					}
				case "github.com/go-playground/validator/v10.Validate.Var":
					if s, ok := constString(arg(call, 2)); ok && hasTag(s) {
						return arg(call, 1)
					}
				case "github.com/go-ozzo/ozzo-validation/v4.Validate":
					for _, a := range call.Call.Args[1:] {
						if c.Program.Depends(a, isE164Rule) {
							return arg(call, 0)
						}
					}
				}
			}
			return nil
		},
		Tag: func(tag reflect.StructTag) bool { return hasTag(tag.Get("validate")) || hasTag(tag.Get("binding")) },
		Validates: func(call *ssa.Call) ssa.Value {
			for _, n := range c.Program.Names(call) {
				switch n {
				case "github.com/go-playground/validator/v10.Validate.Struct":
					return arg(call, 1)
				case "github.com/go-playground/validator/v10.Validate.StructCtx":
					return arg(call, 2)
				case "github.com/gin-gonic/gin.Context.ShouldBindJSON", "github.com/gin-gonic/gin.Context.ShouldBind", "github.com/gin-gonic/gin.Context.BindJSON":
					return arg(call, 1)
				}
			}
			return nil
		},
	}
}

// hasTag reports whether a validator's tag asks for E.164 of every value: an empty
// one that is let through is no number.
func hasTag(tag string) bool { return slices.Contains(strings.Split(tag, ","), "e164") }

func isE164Rule(v ssa.Value) bool {
	u, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := u.X.(*ssa.Global)
	return ok && g.Name() == "E164" && g.Pkg != nil && g.Pkg.Pkg.Path() == "github.com/go-ozzo/ozzo-validation/v4/is"
}

// patternOf finds the constant pattern of a regular expression.
func (c *context) patternOf(re ssa.Value) string {
	pattern := ""
	for _, o := range c.Program.Origins(re) {
		if s, ok := o.Text(); ok {
			if pattern != "" && s != pattern {
				return ""
			}
			pattern = s
		}
	}
	return pattern
}

func (c *context) provesE164(pattern string) bool {
	re, err := regexp.Compile(pattern)
	if err != nil || pattern == "" || slices.ContainsFunc(badNumbers, re.MatchString) {
		return false
	}
	return slices.ContainsFunc(goodNumbers, re.MatchString)
}

// written lists the numbers that the module writes into a phone field, and whether
// each has passed a check.
func (c *context) written() []checklist.Subject {
	if c.Program == nil {
		return nil
	}
	var out []checklist.Subject
	check := c.phoneCheck()
	for _, k := range c.Program.Keyed("phone_number", "$phone_number") {
		if _, ok := constString(unwrap(k.Val)); ok {
			continue // the request shows it
		}
		s := checklist.Subject{Mark: checklist.Open, Kind: "number", Place: c.ssaPos(paths.Pos(k.At)),
			What: "a number from outside reaches a phone field; nothing between it and Klaviyo checks it on every path", Settle: "check the number before it is sent, on every path"}
		if c.Program.Checked(k.Val, k.At, check) {
			s.Mark, s.What, s.Settle = checklist.Met, "the number has passed a check for E.164", ""
		}
		out = append(out, s)
	}
	return out
}

func unwrap(v ssa.Value) ssa.Value {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		return mi.X
	}
	return v
}
