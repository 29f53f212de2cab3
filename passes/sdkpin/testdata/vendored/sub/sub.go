package sub

import _ "github.com/developertom01/klaviyo-go" // want `^go\.mod: "github\.com/developertom01/klaviyo-go" has no release, only commits; call the API from a client package of your own$`
