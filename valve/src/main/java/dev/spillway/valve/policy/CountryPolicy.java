/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Admits by the country of the client (SYSTEMS.md A2 "geographic location"), which a table of networks says that the
 * administrator supplies; see {@link CountryFile}.
 */
final class CountryPolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("client's country");
    private static final Verdict UNKNOWN = Verdict.deny("client's country is not known");

    private WatchedFile<NetworkTable> table;
    private Set<Character> listed;
    private boolean isListAllowed;
    private boolean isUnknownAdmitted;

    @Override
    public void configure(PolicyParameters parameters) {
        List<String> allow = parameters.list("allow");
        List<String> deny = parameters.list("deny");
        if (allow.isEmpty() == deny.isEmpty()) {
            throw new IllegalArgumentException("country has allow=\"" + String.join(" ", allow) + "\" and deny=\""
                    + String.join(" ", deny) + "\", and needs one of them, such as country(file=conf/countries.csv"
                    + " allow=AT CH DE)");
        }
        isListAllowed = deny.isEmpty();
        listed = new HashSet<>();
        for (String country : isListAllowed ? allow : deny) {
            listed.add(CountryFile.code("country: " + (isListAllowed ? "allow" : "deny"), country));
        }
        isUnknownAdmitted = parameters.choice("unknown", "deny", "admit").equals("admit");
        table = WatchedFile.open("country: file", parameters.file("file"), CountryFile::read);
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        IpAddress address = request.address();
        char country = address == null ? NetworkTable.NONE : table.get().find(address);
        if (country == NetworkTable.NONE) {
            return isUnknownAdmitted ? Verdict.admit() : UNKNOWN;
        }
        return listed.contains(country) == isListAllowed ? Verdict.admit() : DENIED;
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }
}
