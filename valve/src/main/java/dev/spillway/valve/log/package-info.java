/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The download log: one line for each download, written at its real end, with the bytes that were really sent.
 *
 * <pre>
 *   worker thread                loop thread                 spillway-log
 *   DownloadLog.note   ------>   LoggedDownload.begun  --->  LineQueue -> LogWriter -> LineFormat -> LogFile
 *   (DownloadRecord)             (LogEntry)
 * </pre>
 *
 * <p>What goes from left to right is strings and numbers only, so that nothing of an application or of Tomcat's recycled
 * requests is held while a download runs. No thread but {@code spillway-log} touches a file, and no other thread ever
 * waits for it.
 */
package dev.spillway.valve.log;
