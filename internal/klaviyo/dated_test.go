package klaviyo

import "testing"

func TestHoldsDate(t *testing.T) {
	for text, want := range map[string]bool{
		`Rev: "2024-10-15"`: true, `"2024-10-15.pre"`: true, `a tag envDefault:"2023-02-22"`: true, `"20", "2024-10-15"`: true,
		`"2024-10"`: false, `"2024-10-15T00:00:00Z"`: false, `2024-10-15`: false, `"2006/01/02"`: false, `"20`: false, ``: false,
	} {
		if got := HoldsDate([]byte(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
