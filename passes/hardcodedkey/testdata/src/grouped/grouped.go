package grouped

import (
	"klaviyo"
	"strings"
)

func use(_ strings.Builder) {
	klaviyo.New("pk_53c4f036e2e54b37efcb62547629f6f569") // want `private Klaviyo key "pk_..….." in source`
}
