#include "app/start_job.h"

#include "app/change_project.h"
#include "app/example.h"
#include "app/files.h"
#include "app/render.h"
#include "app/undo.h"
#include "base/error.h"
#include "base/number.h"
#include "base/translate.h"

#include <algorithm>

namespace maillage::app {
namespace {

using domain::Project;

void replace_project(Session& session, std::shared_ptr<const Project> project,
                     const std::filesystem::path& path) {
    session.project = std::move(project);
    session.path = path;
    session.is_modified = path.empty();
    session.selection = {};
    session.also.clear();
    session.results.reset();
    session.results_of.reset();
    session.grounds.reset();
    session.grounds_of.reset();
    session.measuring.reset();
    session.scheme.reset();
    session.comparison.reset();
    session.style.compared_scenario.clear();
    session.plan_lines = 0;
    session.undo.clear();
    session.redo.clear();
    session.zoom_request = {};
    session.has_zoom_request = true;
}

void say(Session& session, std::string text) {
    session.messages.push_back({false, std::move(text)});
}

std::string counted(std::size_t count, const char* word) {
    return to_french(static_cast<std::int64_t>(count)) + word;
}

/// "797 éléments importés, 1 anomalie, 2 remarques": a remark says how the file was read, and is no defect.
std::string told(const Imported& imported) {
    const auto remarks =
        static_cast<std::size_t>(std::ranges::count(imported.findings, Severity::note, &Finding::severity));
    const std::size_t defects = imported.findings.size() - remarks;
    std::string words =
        counted(imported.result.imported, tr_plural(" élément importé", " éléments importés",
                                                    static_cast<double>(imported.result.imported)));
    words +=
        defects == 0
            ? tr(", aucune anomalie")
            : ", " + counted(defects, tr_plural(" anomalie", " anomalies", static_cast<double>(defects)));
    if (remarks > 0) {
        words += ", " + counted(remarks, tr_plural(" remarque", " remarques", static_cast<double>(remarks)));
    }
    return words;
}

/// What the outputs need, taken when the job starts.
struct Outputs {
    std::shared_ptr<const Project> project;
    std::shared_ptr<const Results> results;
    std::shared_ptr<const analysis::Scheme> scheme;
};

Outputs outputs(const Session& session) {
    const bool is_current = session.results_of == session.project;
    return {session.project, is_current ? session.results : nullptr, is_current ? session.scheme : nullptr};
}

void complete(Outputs& out, bool needs_scheme, Progress& progress) {
    if (!out.results) {
        out.results = compute(*out.project, out.project->settings.reference_date, nullptr, progress);
    }
    if (needs_scheme && !out.scheme) {
        out.scheme = std::make_shared<const analysis::Scheme>(
            analysis::scheme(*out.project, out.results->gaps, scheme_params(*out.project), progress));
    }
}

analysis::SchemeParams with_curve(analysis::SchemeParams params) {
    params.has_curve = true;
    return params;
}

} // namespace

void start(Session&, Jobs& jobs, const Open& c) {
    jobs.start(tr("Ouverture de ") + c.path.filename().string(), [c](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(load_project(c.path, progress));
        return [c, project](Session& s) {
            replace_project(s, project, c.path);
            say(s, c.path.filename().string() + tr(" ouvert : ") +
                       std::to_string(project->territory->communes.size()) +
                       tr_plural(" commune", " communes",
                                 static_cast<double>(project->territory->communes.size())));
        };
    });
}

void start(Session&, Jobs& jobs, const Recover& c) {
    jobs.start(tr("Récupération de ") + c.original.filename().string(),
               [c](Progress& progress) -> Jobs::Finish {
                   auto project = std::make_shared<const Project>(load_project(c.copy, progress));
                   return [c, project](Session& s) {
                       replace_project(s, project, c.original);
                       s.is_modified = true; // the file itself does not hold it yet
                       say(s, tr("Modifications récupérées : à enregistrer"));
                   };
               });
}

void start(Session& session, Jobs& jobs, const Save& c) {
    const std::filesystem::path path = c.path.empty() ? session.path : c.path;
    if (path.empty()) {
        throw InputError(tr("le projet n'a pas encore de nom de fichier"));
    }
    jobs.start_file(tr("Enregistrement de ") + path.filename().string(),
                    [path, project = session.project](Progress& progress) -> Jobs::Finish {
                        save_project(*project, path, progress);
                        return [path, project](Session& s) {
                            s.path = path;
                            s.is_modified = s.is_modified && s.project != project;
                            say(s, path.filename().string() + tr(" enregistré"));
                        };
                    });
}

void start(Session& session, Jobs&, const NewProject& c) {
    auto project = std::make_shared<Project>();
    project->settings.reference_date = c.date;
    replace_project(session, project, {});
    session.is_modified = false; // nothing to save yet
}

void start(Session&, Jobs& jobs, const NewExample&) {
    jobs.start(tr("Construction de l'exemple"), [](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(make_example(progress));
        return [project](Session& s) { replace_project(s, project, {}); };
    });
}

void start(Session& session, Jobs& jobs, const Import& c) {
    jobs.start(tr("Import de ") + c.file.filename().string(),
               [c, project = session.project, path = session.path](Progress& progress) -> Jobs::Finish {
                   auto imported = std::make_shared<Imported>(import_file(*project, c, progress, path));
                   return [c, project, imported](Session& s) {
                       if (s.project != project) {
                           throw InputError(tr("le projet a changé pendant l'import : recommencer"));
                       }
                       push_undo(s, c);
                       s.project = std::make_shared<const Project>(std::move(imported->result.project));
                       s.has_zoom_request = s.has_zoom_request || c.kind == domain::ImportKind::communes;
                       say(s, c.file.filename().string() + " : " + told(*imported));
                   };
               });
}

void start(Session& session, Jobs& jobs, const Rank& c) {
    if (!(c.seconds >= 0) || !(c.gap >= 0)) {
        throw InputError(tr("temps (seconds) et écart (gap) de la recherche : positifs ou nuls"));
    }
    auto next = std::make_shared<Project>(*session.project);
    const domain::Scenario before = first_scenario(*next);
    SetPlan choice;
    choice.count = c.count;
    choice.budget_eur = c.budget_eur;
    change(*next, choice);
    if (before != first_scenario(*next)) {
        push_undo(session, c);
        session.results_of =
            session.results_of == session.project ? next : session.results_of; // same coverage
        session.project = next;
    }
    const auto work = [out = outputs(session), c](Progress& progress) mutable -> Jobs::Finish {
        complete(out, false, progress);
        analysis::SchemeParams params = scheme_params(*out.project);
        params.has_curve = true;
        params.seconds = c.seconds > 0 ? c.seconds : params.seconds;
        params.relative_gap = c.gap;
        out.scheme = std::make_shared<const analysis::Scheme>(
            analysis::scheme(*out.project, out.results->gaps, params, progress));
        return [out](Session& s) {
            if (s.project == out.project) {
                s.results = out.results;
                s.results_of = out.project;
                s.scheme = out.scheme;
                s.plan_lines = 0;
            }
        };
    };
    jobs.start(tr("Classement des sites"), work, "rank", true);
}

void start(Session& session, Jobs& jobs, const CompareScenarios&) {
    jobs.start(
        tr("Comparaison des scénarios"),
        [out = outputs(session)](Progress& progress) mutable -> Jobs::Finish {
            complete(out, false, progress);
            auto comparison =
                std::make_shared<const Comparison>(compare_scenarios(out.project, *out.results, progress));
            return [comparison](Session& s) { s.comparison = comparison; };
        },
        "compare");
}

void start(Session& session, Jobs& jobs, const Export& c) {
    jobs.start_file(
        tr("Export de ") + c.path.filename().string(),
        [c, out = outputs(session)](Progress& progress) mutable -> Jobs::Finish {
            complete(out, needs_scheme(c.what), progress);
            const Findings findings =
                export_file({*out.project, *out.results, out.scheme.get()}, c.what, c.path, progress);
            return [c, findings](Session& s) {
                say(s, c.path.filename().string() + tr(" écrit"));
                for (const Finding& finding : findings) {
                    s.messages.push_back({finding.severity == Severity::error, to_string(finding)});
                }
            };
        });
}

void start(Session& session, Jobs& jobs, const Render& c) {
    jobs.start_file(
        tr("Dessin de ") + c.path.filename().string(),
        [c, out = outputs(session), style = session.style](Progress& progress) mutable -> Jobs::Finish {
            complete(out, false, progress);
            render_map({.project = out.project,
                        .geometry = picture_geometry(*out.project, c),
                        .results = out.results,
                        .results_of = out.project,
                        .scheme = out.scheme,
                        .style = style,
                        .selection = {}},
                       c, progress);
            return [c](Session& s) { say(s, c.path.filename().string() + tr(" dessiné")); };
        });
}

void start(Session& session, Jobs& jobs, const SaveLog& c) {
    jobs.start_file(tr("Enregistrement de ") + c.path.filename().string(),
                    [c, lines = session.log](Progress&) -> Jobs::Finish {
                        write_lines(c.path, lines);
                        return [c](Session& s) { say(s, c.path.filename().string() + tr(" enregistré")); };
                    });
}

void start_compute(Session& session, Jobs& jobs) {
    jobs.start(
        tr("Calcul des lacunes"),
        [project = session.project, previous = session.results,
         had_scheme = session.scheme != nullptr](Progress& progress) -> Jobs::Finish {
            auto results = compute(*project, project->settings.reference_date, previous, progress);
            std::shared_ptr<const analysis::Scheme> scheme;
            std::string problem;
            try {
                if (had_scheme) {
                    scheme = std::make_shared<const analysis::Scheme>(analysis::scheme(
                        *project, results->gaps, with_curve(scheme_params(*project)), progress));
                }
            } catch (const InputError& error) { // the gaps hold, whatever the plan now asks for
                problem = error.what();
            }
            return [project, results, scheme, problem](Session& s) {
                if (!problem.empty()) {
                    s.messages.push_back({true, problem});
                }
                // A ranking asked for meanwhile has brought the same results already, and its list.
                if (s.project == project && s.results_of != project) {
                    s.results = results;
                    s.results_of = project;
                    s.scheme = scheme;
                }
            };
        },
        "compute");
}

void start_measure(Session& session, Jobs& jobs) {
    jobs.start(
        "Mesure du sol vu",
        [results = session.results](Progress& progress) -> Jobs::Finish {
            auto grounds = std::make_shared<const analysis::CoveredGrounds>(analysis::covered_grounds(
                {results->project, *results->views, results->legalities, results->gaps}, progress));
            return [results, grounds](Session& s) {
                s.grounds = grounds;
                s.grounds_of = results;
            };
        },
        "measure");
}

} // namespace maillage::app
