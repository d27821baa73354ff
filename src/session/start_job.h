// start_job.h: the long commands: each takes what it needs of the session, works aside and hands its result
// over.
#pragma once

#include "session/session.h"

namespace maillage::session {

void start(Session& session, Jobs& jobs, const Open& c);
void start(Session& session, Jobs& jobs, const Recover& c);
void start(Session& session, Jobs& jobs, const Save& c);
void start(Session& session, Jobs& jobs, const NewProject& c);
void start(Session& session, Jobs& jobs, const NewExample& c);
void start(Session& session, Jobs& jobs, const Import& c);
void start(Session& session, Jobs& jobs, const Rank& c);
void start(Session& session, Jobs& jobs, const CompareScenarios& c);
void start(Session& session, Jobs& jobs, const Export& c);
void start(Session& session, Jobs& jobs, const map::Render& c);
void start(Session& session, Jobs& jobs, const SaveLog& c);

void start_compute(Session& session, Jobs& jobs);
void start_measure(Session& session, Jobs& jobs);

} // namespace maillage::session
