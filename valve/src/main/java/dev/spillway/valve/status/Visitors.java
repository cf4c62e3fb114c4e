/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.catalina.Realm;
import org.apache.catalina.connector.Request;

/**
 * Says who may see the pages of the valve. Without a role it is whoever is on this very machine: the connection itself
 * must come from a loopback address, nothing may say that it was forwarded for somebody else, and the page must have been
 * asked for by a name of this machine, so that no page of a stranger in a browser here can get at it by a name that it
 * has bent to the loopback address.
 *
 * <p>With a role it is whoever has it. The valve acts before the authenticators of applications, so unless somebody has
 * authenticated the request before, it asks for a name and a password itself (RFC 7617), and the realm decides.
 */
final class Visitors {
    /** What becomes of a visitor. */
    enum Verdict {
        WELCOME,
        UNKNOWN,
        FORBIDDEN
    }

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|(0+:){7}0*1");
    private static final Pattern LOCAL_NAME =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?(::1|(0+:){7}0*1)]?", Pattern.CASE_INSENSITIVE);
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
    private static final String BASIC = "Basic ";

    private final String role;
    private final Realm realm;

    /**
     * @param role empty for whoever is on this machine
     * @param realm who knows the users and their roles; null if there is none
     */
    Visitors(String role, Realm realm) {
        this.role = role;
        this.realm = realm;
    }

    Verdict judge(Request request) {
        if (role.isEmpty()) {
            return isLocal(request) ? Verdict.WELCOME : Verdict.FORBIDDEN;
        }
        Optional<Principal> user = Optional.ofNullable(request.getPrincipal()).or(() -> authenticate(request));
        if (user.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return realm != null && realm.hasRole(null, user.get(), role) ? Verdict.WELCOME : Verdict.FORBIDDEN;
    }

    private static boolean isLocal(Request request) {
        return LOOPBACK.matcher(request.getPeerAddr()).matches()
                && LOOPBACK.matcher(request.getRemoteAddr()).matches()
                && LOCAL_NAME.matcher(request.getServerName()).matches()
                && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
    }

    private Optional<Principal> authenticate(Request request) {
        String authorization = request.getHeader("Authorization");
        if (realm == null || authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String credentials = new String(decoded, StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.ofNullable(
                            realm.authenticate(credentials.substring(0, colon), credentials.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no Base64
        }
    }
}
