/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.catalina.valves.ValveBase;

/**
 * A valve with the attributes of a download log, which are called as those of Tomcat's {@code AccessLogValve} are, with
 * "log" before them. They are texts as in the configuration, and checked when the valve starts.
 */
public abstract class LoggingValve extends ValveBase {
    private String log = "off";
    private String logDirectory = "logs";
    private String logPrefix = "download_log";
    private String logSuffix = ".log";
    private String logFileDateFormat = ".yyyy-MM-dd";
    private String logRotatable = "true";
    private String logRenameOnRotate = "false";
    private String logMaxDays = "-1";
    private String logFlushInterval = "1s";
    private String logCheckExists = "true";
    private String logRequestAttributesEnabled = "false";

    protected LoggingValve() {
        super(true);
    }

    /**
     * Reads the attributes.
     *
     * @throws IllegalArgumentException if one can't be used, with its name, value, bounds and an example
     */
    protected LogSettings logSettings() {
        LogNames names = new LogNames(
                logPrefix,
                logSuffix,
                logFileDateFormat,
                LogSettings.parseBoolean("logRotatable", logRotatable),
                LogSettings.parseBoolean("logRenameOnRotate", logRenameOnRotate));
        return new LogSettings(
                LogForm.parse("log", log),
                directory(),
                names,
                LogSettings.parseMaxDays(logMaxDays),
                Settings.duration("logFlushInterval", logFlushInterval),
                LogSettings.parseBoolean("logCheckExists", logCheckExists),
                LogSettings.parseBoolean("logRequestAttributesEnabled", logRequestAttributesEnabled));
    }

    /** The attributes as they are set, for the line that a valve writes when it starts. */
    protected final String describeLog() {
        return "log=\"" + log + "\" logDirectory=\"" + logDirectory + "\" logPrefix=\"" + logPrefix + "\" logSuffix=\""
                + logSuffix + "\" logFileDateFormat=\"" + logFileDateFormat + "\" logRotatable=\"" + logRotatable
                + "\" logRenameOnRotate=\"" + logRenameOnRotate + "\" logMaxDays=\"" + logMaxDays
                + "\" logFlushInterval=\"" + logFlushInterval + "\" logCheckExists=\"" + logCheckExists
                + "\" logRequestAttributesEnabled=\"" + logRequestAttributesEnabled + "\"";
    }

    private Path directory() {
        try {
            return getContainer().getCatalinaBase().toPath().resolve(logDirectory);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "logDirectory=\"" + logDirectory + "\" is no path: " + e.getReason() + "; any path of a directory, "
                            + "relative to CATALINA_BASE or absolute, such as \"logs\"",
                    e);
        }
    }

    public String getLog() {
        return log;
    }

    /** The form of the lines: "off", "common", "combined" or "json". */
    public void setLog(String log) {
        this.log = log;
    }

    public String getLogDirectory() {
        return logDirectory;
    }

    /** Directory of the files, relative to {@code CATALINA_BASE}; made if it is missing. */
    public void setLogDirectory(String logDirectory) {
        this.logDirectory = logDirectory;
    }

    public String getLogPrefix() {
        return logPrefix;
    }

    /** What the names of the files begin with; not empty. */
    public void setLogPrefix(String logPrefix) {
        this.logPrefix = logPrefix;
    }

    public String getLogSuffix() {
        return logSuffix;
    }

    /** What the names of the files end with. */
    public void setLogSuffix(String logSuffix) {
        this.logSuffix = logSuffix;
    }

    public String getLogFileDateFormat() {
        return logFileDateFormat;
    }

    /** Pattern of the date in the names, such as ".yyyy-MM-dd"; when it changes, a new file begins. */
    public void setLogFileDateFormat(String logFileDateFormat) {
        this.logFileDateFormat = logFileDateFormat;
    }

    public String getLogRotatable() {
        return logRotatable;
    }

    /** "true" or "false": whether new files begin at all. */
    public void setLogRotatable(String logRotatable) {
        this.logRotatable = logRotatable;
    }

    public String getLogRenameOnRotate() {
        return logRenameOnRotate;
    }

    /** "true" or "false": whether a file gets the date into its name only when it is full. */
    public void setLogRenameOnRotate(String logRenameOnRotate) {
        this.logRenameOnRotate = logRenameOnRotate;
    }

    public String getLogMaxDays() {
        return logMaxDays;
    }

    /** Files older than so many days are removed, such as "90"; "-1" keeps them all. */
    public void setLogMaxDays(String logMaxDays) {
        this.logMaxDays = logMaxDays;
    }

    public String getLogFlushInterval() {
        return logFlushInterval;
    }

    /** Time, such as "1s", that a line stays in memory at most; "0" writes each at once. */
    public void setLogFlushInterval(String logFlushInterval) {
        this.logFlushInterval = logFlushInterval;
    }

    public String getLogCheckExists() {
        return logCheckExists;
    }

    /** "true" or "false": whether to begin a new file when the present one was moved or removed. */
    public void setLogCheckExists(String logCheckExists) {
        this.logCheckExists = logCheckExists;
    }

    public String getLogRequestAttributesEnabled() {
        return logRequestAttributesEnabled;
    }

    /** "true" or "false": whether the client named by {@code RemoteIpValve} wins over that of the request. */
    public void setLogRequestAttributesEnabled(String logRequestAttributesEnabled) {
        this.logRequestAttributesEnabled = logRequestAttributesEnabled;
    }
}
