/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.LinkedHashMap;
import java.util.Map;

/** An element without content for a generated {@code server.xml} or {@code context.xml}. */
final class XmlElement {
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    XmlElement(String name) {
        this.name = name;
    }

    /** The {@code <Valve>} of Spillway with the given attributes, as name, value, name, value. */
    static XmlElement valve(String... namesAndValues) {
        XmlElement valve = new XmlElement("Valve").with("className", "dev.spillway.valve.DownloadValve");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            valve.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        return valve;
    }

    XmlElement with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** The element with the given elements inside. */
    String around(String content) {
        StringBuilder xml = new StringBuilder("<").append(name);
        attributes.forEach((attribute, value) -> xml.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escape(value))
                .append('"'));
        return xml.append('>')
                .append(content)
                .append("</")
                .append(name)
                .append(">\n")
                .toString();
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    @Override
    public String toString() {
        return around("");
    }
}
