#include "session/start_job.h"

#include "base/error.h"
#include "base/number.h"
#include "base/translate.h"
#include "example/example.h"
#include "io/store/project_lock.h"
#include "map/render.h"
#include "session/change_project.h"
#include "session/files.h"
#include "session/recovery.h"
#include "session/undo.h"

#include <algorithm>

namespace maillage::session {
namespace {

using domain::Project;

void replace_project(Session& session, std::shared_ptr<const Project> project,
                     const std::filesystem::path& path) {
    session.project = std::move(project);
    session.path = path;
    session.opened.reset();
    session.stored.reset();
    session.save = SaveState::none;
    session.conflict.clear();
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

void tell(Session& session, const Findings& findings) {
    for (const Finding& finding : findings) {
        session.messages.push_back({finding.severity == Severity::error, to_string(finding)});
    }
}

/// Where the project was opened, what another program has saved since stays; a file that was chosen just now
/// is replaced.
io::SaveTerms terms_of(const Session& session, const std::filesystem::path& path) {
    std::error_code ignored;
    const bool is_same = path == session.path || std::filesystem::equivalent(path, session.path, ignored);
    return {is_same ? session.opened : std::nullopt};
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
    std::shared_ptr<const analysis::Results> results;
    std::shared_ptr<const plan::Scheme> scheme;
};

Outputs outputs(const Session& session) {
    const bool is_current = session.results_of == session.project;
    return {session.project, is_current ? session.results : nullptr, is_current ? session.scheme : nullptr};
}

void complete(Outputs& out, Progress& progress) {
    if (!out.results) {
        out.results =
            analysis::compute(*out.project, out.project->settings.reference_date, nullptr, progress);
    }
}

/// What may leave of it.
plan::Released released(const Outputs& out, bool needs_scheme, Progress& progress) {
    const plan::Released made = release(out.project, out.results, out.scheme, progress);
    if (!needs_scheme || made.scheme()) {
        return made;
    }
    return with_scheme(made,
                       std::make_shared<const plan::Scheme>(scheme(made.project(), made.results().gaps,
                                                                   scheme_params(made.project()), progress)));
}

bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error; // a file that is not there yet is no other's
    return a == b || std::filesystem::equivalent(a, b, error);
}

/// A project for others: the session goes on with its own file, and what is not saved there stays unsaved.
void start_public_copy(Session& session, Jobs& jobs, const std::filesystem::path& path) {
    if (session.path.empty()) {
        throw domain::Undisclosed(
            tr("ce projet n'a pas encore de fichier à lui : l'enregistrer d'abord sous le profil "
               "« restreint » ; sous le profil « public », seule une copie réduite s'écrit"));
    }
    jobs.start_file(tr("Enregistrement de ") + path.filename().string(),
                    [path, project = session.project](Progress& progress) -> Jobs::Finish {
                        save_copy(disclosed(project), path, progress);
                        return [path](Session& s) {
                            say(s, path.filename().string() +
                                       tr(" : copie publique écrite, sans ce que CSI R252-16 ne publie pas"));
                        };
                    });
}

plan::SchemeParams with_curve(plan::SchemeParams params) {
    params.has_curve = true;
    return params;
}

/// Instead of what an Open or a Recover brings: the question, and the reason for those who cannot be asked.
template <class C> Jobs::Finish ask(const C& command, const OutsideFile& problem) {
    C yes = command;
    yes.reads_outside = true;
    C no = command;
    no.reads_outside = false;
    return [yes, no, file = problem.file(), why = std::string(problem.what())](Session& s) {
        s.outside_question = OutsideQuestion{yes, no, file};
        s.messages.push_back({true, why});
    };
}

} // namespace

void start(Session& session, Jobs& jobs, const Open& c) {
    session.outside_question.reset();
    jobs.start(tr("Ouverture de ") + c.path.filename().string(), [c](Progress& progress) -> Jobs::Finish {
        Opened opened;
        try {
            opened = open_project(c.path, progress, c.reads_outside);
        } catch (const OutsideFile& problem) {
            return ask(c, problem);
        }
        auto project = std::make_shared<const Project>(std::move(opened.project));
        auto stored = std::make_shared<const Project>(std::move(opened.stored));
        return [c, project, stored, stamp = opened.stamp](Session& s) {
            replace_project(s, project, c.path);
            s.opened = stamp;
            s.stored = stored;
            say(s, c.path.filename().string() + tr(" ouvert : ") +
                       std::to_string(project->territory->communes.size()) +
                       tr_plural(" commune", " communes",
                                 static_cast<double>(project->territory->communes.size())));
        };
    });
}

void start(Session& session, Jobs& jobs, const Recover& c) {
    session.outside_question.reset();
    jobs.start(
        tr("Récupération de ") + c.original.filename().string(), [c](Progress& progress) -> Jobs::Finish {
            std::shared_ptr<const Project> project;
            try {
                project = std::make_shared<const Project>(load_project(c.copy, progress, c.reads_outside));
            } catch (const OutsideFile& problem) {
                return ask(c, problem);
            }
            return [c, project](Session& s) {
                replace_project(s, project, c.original);
                s.opened = opened_stamp(c.copy);
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
    if (domain::is_public(session.project->settings.profile) && !is_same_file(path, session.path)) {
        return start_public_copy(session, jobs, path);
    }
    session.conflict.clear();
    session.save = SaveState::running;
    const std::string title = tr("Enregistrement de ") + path.filename().string();
    const auto failed = [title](const Error& error, const std::string& conflict) -> Jobs::Finish {
        return [text = title + " : " + error.what(), code = error.exit_code(), conflict](Session& s) {
            s.save = SaveState::failed;
            s.conflict = conflict;
            s.messages.push_back({true, text, code});
        };
    };
    const auto work = [path, failed, project = session.project, stored = session.stored,
                       terms = terms_of(session, path)](Progress& progress) -> Jobs::Finish {
        try {
            const io::Saved saved = terms.opened && stored
                                        ? save_changes(*stored, *project, path, progress, terms)
                                        : save_project(*project, path, progress, terms);
            return [path, project, saved](Session& s) {
                s.path = path;
                s.opened = saved.stamp;
                s.stored = project;
                s.save = SaveState::done;
                s.is_modified = s.is_modified && s.project != project;
                say(s, path.filename().string() + tr(" enregistré"));
                tell(s, saved.findings);
            };
        } catch (const io::SaveConflict& error) {
            return failed(error, error.what());
        } catch (const StorageError& error) {
            return failed(error, {});
        }
    };
    jobs.start_file(title, work);
}

void start(Session& session, Jobs&, const NewProject& c) {
    auto project = std::make_shared<Project>();
    project->settings.reference_date = c.date;
    replace_project(session, project, {});
    session.is_modified = false; // nothing to save yet
}

void start(Session&, Jobs& jobs, const NewExample&) {
    jobs.start(tr("Construction de l'exemple"), [](Progress& progress) -> Jobs::Finish {
        auto project = std::make_shared<const Project>(example::make_example(progress));
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
                       s.has_zoom_request = s.has_zoom_request || c.kind == intake::ImportKind::communes;
                       say(s, c.file.filename().string() + " : " + told(*imported));
                   };
               });
}

void start(Session& session, Jobs& jobs, const Rank& c) {
    if (!(c.seconds >= 0) || !(c.gap >= 0)) {
        throw InputError(tr("temps (seconds) et écart (gap) de la recherche : positifs ou nuls"));
    }
    const auto work = [out = outputs(session), c](Progress& progress) mutable -> Jobs::Finish {
        complete(out, progress);
        plan::SchemeParams params = scheme_params(*out.project);
        params.has_curve = true;
        params.seconds = c.seconds > 0 ? c.seconds : params.seconds;
        params.relative_gap = c.gap;
        out.scheme = std::make_shared<const plan::Scheme>(
            plan::scheme(*out.project, out.results->gaps, params, progress));
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
            complete(out, progress);
            auto comparison = std::make_shared<const plan::Comparison>(
                plan::compare_scenarios(out.project, *out.results, progress));
            return [comparison](Session& s) { s.comparison = comparison; };
        },
        "compare");
}

void start(Session& session, Jobs& jobs, const Export& c) {
    check_disclosed(*session.project, c.what);
    jobs.start_file(tr("Export de ") + c.path.filename().string(),
                    [c, out = outputs(session)](Progress& progress) -> Jobs::Finish {
                        const Findings findings = export_file(released(out, needs_scheme(c.what), progress),
                                                              c.what, c.path, progress);
                        return [c, findings](Session& s) {
                            say(s, c.path.filename().string() + tr(" écrit"));
                            tell(s, findings);
                        };
                    });
}

void start(Session& session, Jobs& jobs, const map::Render& c) {
    check_disclosed(*session.project, session.style);
    jobs.start_file(tr("Dessin de ") + c.path.filename().string(),
                    [c, out = outputs(session), style = session.style](Progress& progress) -> Jobs::Finish {
                        const Findings findings =
                            render_map(released(out, false, progress), style, c, progress);
                        return [c, findings](Session& s) {
                            say(s, c.path.filename().string() + tr(" dessiné"));
                            tell(s, findings);
                        };
                    });
}

void start(Session& session, Jobs& jobs, const SaveLog& c) {
    refuse_if_public(*session.project, "le journal des commandes");
    jobs.start_file(tr("Enregistrement de ") + c.path.filename().string(),
                    [c, lines = session.log](Progress&) -> Jobs::Finish {
                        const Findings findings = write_lines(c.path, lines);
                        return [c, findings](Session& s) {
                            say(s, c.path.filename().string() + tr(" enregistré"));
                            tell(s, findings);
                        };
                    });
}

void start_compute(Session& session, Jobs& jobs) {
    jobs.start(
        tr("Calcul des lacunes"),
        [project = session.project, previous = session.results,
         had_scheme = session.scheme != nullptr](Progress& progress) -> Jobs::Finish {
            auto results = analysis::compute(*project, project->settings.reference_date, previous, progress);
            std::shared_ptr<const plan::Scheme> scheme;
            std::string problem;
            try {
                if (had_scheme) {
                    scheme = std::make_shared<const plan::Scheme>(
                        plan::scheme(*project, results->gaps, with_curve(scheme_params(*project)), progress));
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

} // namespace maillage::session
