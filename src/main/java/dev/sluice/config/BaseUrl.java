package dev.sluice.config;

import dev.sluice.prompt.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Checks the URL that endpoint paths are appended to; a slash at its end is dropped. */
final class BaseUrl {
    private BaseUrl() {}

    /** Returns the URL, or empty where it is of no use, which is noted as a problem. */
    static Optional<URI> read(Value value, Problems problems) {
        try {
            URI url = new URI(value.text().replaceFirst("/+$", ""));
            Optional<String> broken = brokenRule(url);
            broken.ifPresent(rule -> note(value, rule, problems));
            return broken.isPresent() ? Optional.empty() : Optional.of(url);
        } catch (URISyntaxException e) {
            note(value, "must be a URL", problems);
            return Optional.empty();
        }
    }

    private static Optional<String> brokenRule(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of("must hold no user, query or fragment");
        }
        if (url.getHost() == null) {
            return Optional.of("must name a host");
        }
        return Arrays.stream(Endpoint.values())
                .map(Endpoint::path)
                .filter(url.getRawPath()::endsWith)
                .max(Comparator.comparingInt(String::length))
                .map(path -> "must end before the endpoint's own path " + path);
    }

    /** Notes a problem; the URL is shown only where it can't hold a password. */
    private static void note(Value value, String rule, Problems problems) {
        boolean showable = !value.text().contains("@") && !value.text().contains("?");
        problems.add(
                value.place(),
                Setting.PROVIDER_BASE_URL.key() + " " + rule
                        + (showable ? ": value=" + Shape.shortened(value.text()) : ""));
    }
}
