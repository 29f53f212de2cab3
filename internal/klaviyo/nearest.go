package klaviyo

func nearest(method, path string) *Endpoint { return nil }
