package revision

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// sdk reports an SDK whose own revision is retired or deprecated, at its first
// import. An SDK that the caller tells the revision is judged by its callers.
func (j *judge) sdk(im requests.Import) {
	rev := im.SDK.Revision
	mod := j.pass.ResultOf[manifests.Analyzer].(*manifests.Module)
	if d := mod.Requirement(im.SDK.Module); d != nil {
		switch d.Pin {
		case manifests.Folder, manifests.Fork:
			return // judged by its own source, not by the table
		}
		v := d.Version
		if v == "" {
			v = d.Requirement
		}
		if !im.SDK.Covers(v) {
			return
		}
		rev = im.SDK.RevisionOf(v)
	}
	if rev == "" || im.SDK.SetsRevision == "caller" {
		return
	}
	st, r := klaviyo.RevisionAt(rev, j.s.Day)
	switch st {
	case klaviyo.Retired:
		j.once.Report(im.Place, "sdk-retired", fmt.Sprintf("%q sends revision %q, retired on %s: Klaviyo answers as another one, or with 410; use a client that sends %q", im.SDK.Module, rev, r.RetiredOn, j.target()))
	case klaviyo.Deprecated:
		if w, ok := j.warnBefore(); ok && r.RetiredOn.Sub(j.s.Day) > w {
			return
		}
		j.once.Report(im.Place, "sdk", fmt.Sprintf("%q sends revision %q, which is deprecated and retires on %s; plan for a client that sends %q", im.SDK.Module, rev, r.RetiredOn, j.target()))
	}
}
