// Package phonenumbers stands in for the module of that name: signatures alone.
package phonenumbers

type PhoneNumber struct{ number string }

type PhoneNumberFormat int

const (
	E164 PhoneNumberFormat = iota
	INTERNATIONAL
	NATIONAL
)

func Parse(numberToParse, defaultRegion string) (*PhoneNumber, error) {
	return &PhoneNumber{numberToParse}, nil
}
func IsValidNumber(number *PhoneNumber) bool                 { return true }
func Format(number *PhoneNumber, f PhoneNumberFormat) string { return number.number }
