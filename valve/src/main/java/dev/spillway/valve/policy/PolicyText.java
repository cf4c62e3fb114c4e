/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads policies as they are written in one attribute:
 *
 * <pre>{@code
 * policies = [ policy *( SEP policy ) ]
 * policy   = [ "!" ] name [ "(" [ item *( SEP item ) ] ")" ]
 * item     = value / key "=" value / policy          ; policy only in any(...) and all(...), before the first key
 * value    = 1*( any but SEP ( ) ' ) / "'" *( any but ' / "''" ) "'"
 * key      = letter *( letter / digit )
 * name     = letter *( letter / digit / "_" / "." / "$" )
 * SEP      = 1*( "," / white space )
 * }</pre>
 *
 * <p>A value without a key belongs to the key before it; before the first key it is a plain value. Nothing is guessed:
 * what can't be read is refused with the place where it stands.
 */
final class PolicyText {
    private static final int DEEPEST = 8;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.$]*");

    private final String where;
    private final String text;
    private int at;
    private int depth;

    private PolicyText(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /**
     * Reads policies.
     *
     * @param where they are written, for messages
     */
    static List<PolicyCall> parse(String where, String text) {
        PolicyText reader = new PolicyText(where, text);
        List<PolicyCall> calls = new ArrayList<>();
        reader.skipSeparators();
        while (reader.at < text.length()) {
            calls.add(reader.call());
            reader.endItem();
        }
        return calls;
    }

    private PolicyCall call() {
        boolean isNegated = takes('!');
        String name = word();
        if (!NAME.matcher(name).matches()) {
            throw refusal("there is \"" + name + "\" instead of the name of a policy");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<PolicyCall> parts = new ArrayList<>();
        if (takes('(')) {
            depth++;
            if (depth > DEEPEST) {
                throw refusal("there are more than " + DEEPEST + " parentheses in each other");
            }
            items(PolicyCall.isGroup(name), values, parts);
            depth--;
        }
        return new PolicyCall(name, isNegated, values, parts);
    }

    private void items(boolean isGroup, Map<String, List<String>> values, List<PolicyCall> parts) {
        String key = PolicyParameters.PLAIN;
        skipSeparators();
        while (!takes(')')) {
            String newKey = key();
            if (newKey != null && values.containsKey(newKey)) {
                throw refusal(newKey + "= is there twice; write all values behind one");
            }
            key = newKey == null ? key : newKey;
            if (isGroup && key.equals(PolicyParameters.PLAIN)) {
                parts.add(call());
            } else {
                values.computeIfAbsent(key, any -> new ArrayList<>()).add(value());
            }
            endItem();
        }
    }

    /** What stands before an equals sign, or null if there is none here. */
    private String key() {
        int end = at;
        while (end < text.length() && isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        boolean isKey = end > at && end < text.length() && text.charAt(end) == '=' && !isDigit(text.charAt(at));
        if (!isKey) {
            return null;
        }
        String key = text.substring(at, end);
        at = end + 1;
        return key;
    }

    private String value() {
        return takes('\'') ? quoted() : word();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'' && !takes('\'')) {
                return value.toString();
            }
            value.append(c);
        }
        throw refusal("a single quote is missing at the end of '" + value);
    }

    private String word() {
        int start = at;
        while (at < text.length() && !isSeparator(text.charAt(at)) && "()'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw refusal(at == text.length() ? "something is missing, such as \")\"" : "a value or a name is missing");
        }
        return text.substring(start, at);
    }

    /** Behind an item there is something that parts it from the next one, or a closing parenthesis, or nothing. */
    private void endItem() {
        int end = at;
        skipSeparators();
        if (at == end && at < text.length() && !(depth > 0 && text.charAt(at) == ')')) {
            throw refusal("there is \"" + text.charAt(at) + "\" where a blank must be; values with it stand in single"
                    + " quotes");
        }
    }

    private void skipSeparators() {
        while (at < text.length() && isSeparator(text.charAt(at))) {
            at++;
        }
    }

    private boolean takes(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private IllegalArgumentException refusal(String why) {
        return new IllegalArgumentException(where + "=\"" + text + "\" can't be read at character " + (at + 1) + ": "
                + why + "; it is written such as \"network(allow=10.0.0.0/8 fd00::/8) role(downloaders)\"");
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
