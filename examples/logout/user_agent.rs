//! A minimal user agent: follows redirects, keeps cookies, shows nothing. On a device this is a
//! browser or a web view.

use tvpass::RedirectUrl;
use ureq::Agent;
use ureq::config::RedirectAuthHeaders;

/// More redirects than this are a loop.
const MOST_PAGES: usize = 20;

pub(crate) struct UserAgent {
    agent: Agent,
    cookies: Vec<String>,
}

impl UserAgent {
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .redirect_auth_headers(RedirectAuthHeaders::Never)
            .timeout_global(Some(std::time::Duration::from_secs(30)))
            .build();
        Self {
            agent: Agent::new_with_config(config),
            cookies: Vec::new(),
        }
    }

    /// Opens `url` and goes on until the redirect URL is reached. Returns how many pages were
    /// loaded before.
    pub(crate) fn walk(&mut self, url: &str, redirect_url: &RedirectUrl) -> Result<usize, String> {
        let mut url = url.to_owned();
        for pages in 0..MOST_PAGES {
            // Asked before loading: the redirect URL itself need not exist, or may be an app's own
            // scheme.
            if redirect_url.is_reached_by(&url) {
                return Ok(pages);
            }
            url = self.load(&url)?;
        }
        Err(format!("still redirected after {MOST_PAGES} pages"))
    }

    /// Loads a page and returns where it leads.
    fn load(&mut self, url: &str) -> Result<String, String> {
        let mut request = self.agent.get(url);
        if !self.cookies.is_empty() {
            request = request.header("Cookie", self.cookies.join("; "));
        }
        let response = request.call().map_err(|error| format!("{url}: {error}"))?;
        for cookie in response.headers().get_all("Set-Cookie") {
            let cookie = cookie.to_str().unwrap_or_default();
            let pair = cookie.split(';').next().unwrap_or_default();
            self.cookies.push(pair.to_owned());
        }
        let status = response.status();
        let location = response.headers().get("Location");
        let location = location.and_then(|value| value.to_str().ok());
        match location {
            Some(location) if status.is_redirection() => join(url, location),
            _ => Err(format!(
                "ends at {url} with HTTP {status}, not at the redirect URL"
            )),
        }
    }
}

fn join(page: &str, location: &str) -> Result<String, String> {
    let page = url::Url::parse(page).map_err(|error| format!("{page}: {error}"))?;
    let next = page.join(location);
    next.map(String::from)
        .map_err(|error| format!("{location}: {error}"))
}
