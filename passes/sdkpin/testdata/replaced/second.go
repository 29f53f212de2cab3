package replaced

// Once per package is enough.
import _ "github.com/monetha/go-klaviyo"
