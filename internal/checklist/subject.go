package checklist

// A Mark says how one subject stands to its item.
type Mark byte

// The marks.
const (
	Met      Mark = '+' // complies
	Not      Mark = '-' // certainly does not
	Open     Mark = '?' // cannot be told
	Accepted Mark = 'a' // does not, and a person wrote down why that is right
)

// A Place is a range of a file. Path is relative to the root of the repository,
// with slashes; lines and columns count from 1, columns in bytes.
type Place struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

// IsValid reports whether the place names a line of a file.
func (p Place) IsValid() bool { return p.Path != "" && p.Line > 0 }

// A Subject is one thing that an item judges: a request as it is sent, a webhook
// handler, a metric, an alert, an entry of a manifest.
type Subject struct {
	Mark  Mark
	Kind  string // request, handler, key, alert, manifest, finding, ...
	What  string // one line: what it is, and why it stands as it does
	Place Place
	Also  []Place  // further places of the same fact
	Chain []string // calls that lead there, outermost first
	// Settle says what would settle an open subject.
	Settle string
	// Fingerprint is that of the finding of a rule; else it is made from the place.
	Fingerprint string
	Rule        string // the rule that found it
}

// A Gap is something that keeps the list of subjects open.
type Gap struct {
	What   string
	Place  Place // may be empty
	Settle string
}

// A Remark is worth saying and changes no verdict.
type Remark struct {
	Text  string
	Place Place // may be empty
}

// A Judgement is what an item found.
type Judgement struct {
	Subjects []Subject
	Gaps     []Gap
	Remarks  []Remark
	// Looked says what was looked at, as in "14 requests, 0 webhook handlers".
	Looked string
	// None says why there is no subject, in place of Looked alone.
	None string
	// Always is set for items that are never n/a.
	Always bool
	// Broken is set when the check itself failed.
	Broken bool
}

// Add appends a subject.
func (j *Judgement) Add(s Subject) { j.Subjects = append(j.Subjects, s) }

// Gap appends what keeps the list open.
func (j *Judgement) Gap(g Gap) { j.Gaps = append(j.Gaps, g) }

// Remark appends a remark, once.
func (j *Judgement) Remark(text string, at Place) {
	for _, r := range j.Remarks {
		if r.Text == text && r.Place == at {
			return
		}
	}
	j.Remarks = append(j.Remarks, Remark{text, at})
}
