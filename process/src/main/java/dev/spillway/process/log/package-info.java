/* SPDX-License-Identifier: Apache-2.0 */
/** The lines of the download log that a valve has begun and a manager may have to end. */
package dev.spillway.process.log;
