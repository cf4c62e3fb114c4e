/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import dev.spillway.manager.api.SourceFile;

/**
 * An open file of which can be asked what is in memory. Others are sent without asking, and may stop a loop for as long as
 * a disk takes.
 */
public interface ColdFile extends SourceFile {
    /** What is in memory of it; the same for all who have it open. */
    Residency residency();

    /** The same file for one more holder, who closes his own. Only while this one is open. */
    ColdFile again();
}
