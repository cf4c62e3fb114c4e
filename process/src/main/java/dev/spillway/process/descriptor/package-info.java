/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Descriptors in Java, which knows channels only: the number behind a channel, the channel over a number, and the message
 * that takes numbers from one process to another. For Linux.
 */
package dev.spillway.process.descriptor;
