package klaviyo

import (
	"context"
	"net/http"
)

type sampleAttrs struct {
	Email string `json:"email"`
	Phone string `json:"phone_number"`
	City  string `json:"title,omitempty"`
}

type sample struct {
	Type       string      `json:"type"`
	Attributes sampleAttrs `json:"attributes"`
}

type sampleJob struct {
	Data struct {
		Type       string `json:"type"`
		Attributes struct {
			Profiles struct {
				Data []sample `json:"data"`
			} `json:"profiles"`
		} `json:"attributes"`
	} `json:"data"`
}

// LoadSamples fills the demo account with one profile per store.
func (c *Client) LoadSamples(ctx context.Context) error {
	var job sampleJob
	job.Data.Type = "profile-bulk-import-job"
	job.Data.Attributes.Profiles.Data = []sample{
		{"profile", sampleAttrs{Email: "us@northwind.test", Phone: "+14155552671"}},
		{"profile", sampleAttrs{Email: "gb@northwind.test", Phone: "+447911123456"}},
		{"profile", sampleAttrs{Email: "ie@northwind.test", Phone: "+353851234567"}},
		{"profile", sampleAttrs{Email: "it@northwind.test", Phone: "+393123456789"}},
		{"profile", sampleAttrs{Email: "in@northwind.test", Phone: "+919876543210"}},
		{"profile", sampleAttrs{Email: "jp@northwind.test", Phone: "+819012345678"}},
		{"profile", sampleAttrs{Email: "au@northwind.test", Phone: "+61412345678"}},
		{"profile", sampleAttrs{Email: "mx@northwind.test", Phone: "+525512345678"}},
		{"profile", sampleAttrs{Email: "za@northwind.test", Phone: "+27821234567"}},
		{"profile", sampleAttrs{Email: "pl@northwind.test", Phone: "+48512345678"}},
		{"profile", sampleAttrs{Email: "doc@northwind.test", Phone: "+15551234567"}},
		{"profile", sampleAttrs{Email: "short@northwind.test", Phone: "+1415555"}},          // want e164
		{"profile", sampleAttrs{Email: "long@northwind.test", Phone: "+14155552671415555"}}, // want e164
		{"profile", sampleAttrs{Email: "zero@northwind.test", Phone: "+04155552671"}},       // want e164
		{"profile", sampleAttrs{Email: "moon@northwind.test", Phone: "+99941555526"}},       // want e164
		{"profile", sampleAttrs{Email: "word@northwind.test", Phone: "+1800FLOWERS"}},       // want e164
		{"profile", sampleAttrs{Email: "none@northwind.test", Phone: "", City: "555 0199"}},
	}
	return c.Do(ctx, http.MethodPost, "/api/profile-bulk-import-jobs", job)
}
