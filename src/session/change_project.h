// change_project.h: what each quick command changes in a project. Each throws InputError for what makes no
// sense; the caller then drops the copy that it handed over.
#pragma once

#include "domain/project.h"
#include "session/command.h"

namespace maillage::session {

void change(domain::Project& p, const SetReferenceDate& c);
void change(domain::Project& p, const SetTitle& c);
void change(domain::Project& p, const SetProfile& c);
void change(domain::Project& p, const SetBands& c);
void change(domain::Project& p, const SetClassWeight& c);
void change(domain::Project& p, const SetCrimeWeight& c);
void change(domain::Project& p, const SetTermRule& c);
void change(domain::Project& p, const SetForce& c);
void change(domain::Project& p, const PutCamera& c);
void change(domain::Project& p, const MoveCamera& c);
void change(domain::Project& p, const MountCamera& c);
void change(domain::Project& p, const AimCamera& c);
void change(domain::Project& p, const RemoveCamera& c);
void change(domain::Project& p, const PutSite& c);
void change(domain::Project& p, const RemoveSite& c);
void change(domain::Project& p, const PutPerimeter& c);
void change(domain::Project& p, const RemovePerimeter& c);

// scenarios, priority sites, money and weights: change_plan.cpp
void change(domain::Project& p, const PinSite& c);
void change(domain::Project& p, const ForbidSite& c);
void change(domain::Project& p, const SetPlan& c);
void change(domain::Project& p, const CopyScenario& c);
void change(domain::Project& p, const ChooseScenario& c);
void change(domain::Project& p, const RemoveScenario& c);
void change(domain::Project& p, const PutCandidate& c);
void change(domain::Project& p, const RemoveCandidate& c);
void change(domain::Project& p, const PutFundingRule& c);
void change(domain::Project& p, const RemoveFundingRule& c);
void change(domain::Project& p, const SetPrice& c);
void change(domain::Project& p, const RemovePrice& c);
void change(domain::Project& p, const SetWeights& c);
void change(domain::Project& p, const SpreadInhabitants& c);

/// The scenario being worked on, or a new one as `first_scenario` would make it.
const domain::Scenario& current_scenario(const domain::Project& project);
/// The same, to be changed; made when the project has none.
domain::Scenario& first_scenario(domain::Project& project);
void check_weight(double weight);

} // namespace maillage::session
