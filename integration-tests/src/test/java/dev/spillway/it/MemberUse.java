/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

/**
 * A use of a class, a field or a method in byte code.
 *
 * @param owner internal name of the class
 * @param name of the member; empty if only the class is named
 * @param descriptor of the member, with its parameters and its type; empty if only the class is named
 */
record MemberUse(String owner, String name, String descriptor) {
    static MemberUse ofClass(String owner) {
        return new MemberUse(owner, "", "");
    }

    boolean isClassOnly() {
        return name.isEmpty();
    }
}
