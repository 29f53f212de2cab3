package paths

const Track = "https://a.klaviyo.com/api/track"

const Current = "https://a.klaviyo.com/api/accounts"

func ListURL(id string) string { return "https://a.klaviyo.com/api/v2/list/" + id }
