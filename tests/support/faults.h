// faults.h: the system calls that change files, counted, and one of them failing or killing the process. A
// program that links faults.cpp calls it instead of the C library, from every library it uses.
#pragma once

namespace maillage::test {

enum class Fault {
    none, ///< counts alone
    kill, ///< SIGKILL before the call is made
    fail, ///< the call fails, and the next ones do not
    full  ///< the call and all after it fail, as on a full disk
};

/// From now on in this process the `step`-th call, from 1, meets the fault.
void arm(Fault fault, long step);
/// Calls counted since `arm`.
long steps_taken();

} // namespace maillage::test
