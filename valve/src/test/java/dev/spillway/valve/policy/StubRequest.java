/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A request with what policies look at, without a container. What else is asked for fails the test. */
final class StubRequest {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String path = "/files/a.iso";
    private String query;
    private String address = "192.0.2.1";
    private String user;
    private Set<String> roles = Set.of();
    private Instant time = NOW;

    StubRequest path(String newPath) {
        path = newPath;
        return this;
    }

    StubRequest query(String newQuery) {
        query = newQuery;
        return this;
    }

    StubRequest address(String newAddress) {
        address = newAddress;
        return this;
    }

    StubRequest user(String name, String... itsRoles) {
        user = name;
        roles = Set.of(itsRoles);
        return this;
    }

    StubRequest header(String name, String value) {
        headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        return this;
    }

    StubRequest time(Instant now) {
        time = now;
        return this;
    }

    DownloadRequest download() {
        String fileName = path.substring(path.lastIndexOf('/') + 1);
        return new DownloadRequest(servletRequest(), path, fileName, "application/octet-stream", 1 << 20, time);
    }

    HttpServletRequest servletRequest() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
                    String first = arguments == null
                            ? ""
                            : String.valueOf(arguments[0]).toLowerCase(Locale.ROOT);
                    return switch (method.getName()) {
                        case "getQueryString" -> query;
                        case "getRemoteAddr" -> address;
                        case "getRequestURI" -> path;
                        case "getUserPrincipal" -> user == null ? null : (Principal) () -> user;
                        case "isUserInRole" -> roles.contains(first);
                        case "getHeader" ->
                            headers.getOrDefault(first, Collections.singletonList(null))
                                    .get(0);
                        case "getHeaders" -> Collections.enumeration(headers.getOrDefault(first, List.of()));
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
