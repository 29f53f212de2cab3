package endpoint

import (
	"fmt"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// pageSize reports a constant page[size] that every endpoint which the request
// may reach refuses.
func (j *judge) pageSize(r *requests.Request, u requests.URL) {
	methods, all := r.Methods()
	if !all || len(methods) != 1 {
		return
	}
	for _, t := range u.Param("page[size]") {
		s, ok := t.Const()
		if !ok {
			continue
		}
		n, err := strconv.Atoi(s)
		eps := klaviyo.Possible(methods[0], u.APIPath())
		if err != nil || len(eps) == 0 {
			continue
		}
		limit := 0
		for _, ep := range eps {
			if ep.PageMax == 0 {
				limit = n // nothing is known
			}
			limit = max(limit, ep.PageMax)
		}
		if n <= limit {
			continue
		}
		at, fixes := j.pagePlace(r, u, t, s, limit)
		j.once.Report(at, "page-size",
			fmt.Sprintf("\"page[size]\" is %d, and %q takes at most %d; ask for %d and follow \"links.next\"", n, eps[0].String(), limit, limit), fixes...)
	}
}
