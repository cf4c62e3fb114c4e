/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.time.ZoneId;

/** What a line of the download log looks like. */
public enum LogForm {
    /** There is no download log. */
    OFF,

    /** The common log format, extended at its end. */
    COMMON,

    /** The combined log format (common with referer and user agent), extended at its end. */
    COMBINED,

    /** One JSON object in each line. */
    JSON;

    /**
     * Reads the value of an option, without regard to case.
     *
     * @param name of the option, for the message
     * @throws IllegalArgumentException if it is none of the four
     */
    static LogForm parse(String name, String text) {
        for (LogForm form : values()) {
            if (form.name().equalsIgnoreCase(text.strip())) {
                return form;
            }
        }
        throw new IllegalArgumentException(name + "=\"" + text
                + "\" is no form of a log: \"off\", \"common\", \"combined\" or \"json\", such as \"combined\"");
    }

    /** Makes the lines of this form, with times in the given zone where the form has local times. */
    LineFormat format(ZoneId zone) {
        return switch (this) {
            case COMMON -> new TextFormat(zone, false);
            case COMBINED -> new TextFormat(zone, true);
            case JSON -> new JsonFormat();
            case OFF -> entry -> "";
        };
    }
}
