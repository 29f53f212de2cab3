package sub

import _ "github.com/developertom01/klaviyo-go" // want `^go.mod: "github.com/developertom01/klaviyo-go" has no release, so this commit is all there is and nobody says what the next one breaks; call the API from one client package of your own \(internal/klaviyo\)$`
