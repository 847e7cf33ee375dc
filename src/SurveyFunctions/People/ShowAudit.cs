using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;

using Surveys.Ids;

namespace SurveyFunctions.People;

/// <summary>HTTP-triggered: who did what in the tenant, the latest on a page, all of it as CSV.</summary>
public sealed class ShowAudit(FindReach findReach, ManagePeople people, AuditLog audit)
{
    /// <summary>In the query: the id of the entry before whose time the page begins.</summary>
    private const string Before = "before";

    private const int MostOnPage = 200;

    [Function(nameof(ShowAudit)), Authorize(AccessPolicy.Admin)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Audit)] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Query[Address.Format] == Address.Csv)
            return new AuditCsvResult(audit, Session.PersonOf(request.HttpContext)!.Tenant);
        var context = await findReach.FindAsync(request.HttpContext, cancellationToken);
        var texts = PageLanguage.Of(request);
        var names = (await people.ListAsync(context.By.Tenant, cancellationToken)).ToDictionary(person => person.Id, person => person.Name);
        var entries = await audit.ReadAsync(context.By.Tenant, MostOnPage + 1, cancellationToken, request.Query[Before]).ToListAsync(cancellationToken);
        var page = AuditPage.Create(new AuditView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = true },
            Entries =
            [
                .. entries.Take(MostOnPage).Select(entry => new ShownEntry(
                    Figures.Time(texts, entry.At, context.Zone), NameOf(entry.By.Id), texts[$"audit.act.{AuditCsv.NameOf(entry.Event.Act)}"], NameOf(entry.Event.Subject), entry.Event.Detail,
                    entry.By.From, entry.Failed is not null)),
            ],
            EarlierHref = entries.Count > MostOnPage ? $"{Address.OfAudit(texts.Language)}&{Before}={entries[MostOnPage - 1].Id}" : null,
        });
        return new PageResult(page, texts.Language);

        PageText NameOf(string id) => id is Actor.Operator or Actor.App ? texts[$"audit.by.{id}"] : names.TryGetValue(id, out var name) ? $"{name} ({id})" : id;
    }

    /// <summary>All entries, as they are read.</summary>
    private sealed class AuditCsvResult(AuditLog audit, TenantId tenant) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/csv; charset=utf-8";
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{tenant}-audit.csv\"";
            if (HttpMethods.IsHead(httpContext.Request.Method))
                return;
            await using var output = new StreamWriter(httpContext.Response.Body, leaveOpen: true);
            await AuditCsv.WriteAsync(audit.ReadAsync(tenant, take: null, httpContext.RequestAborted), output);
        }
    }
}

/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Detail">In ids; null: there is none.</param>
/// <param name="From">The command or function.</param>
/// <param name="HasFailed">It tells that an act came to nothing.</param>
public sealed record ShownEntry(PageText At, PageText By, PageText Act, PageText Subject, string? Detail, string From, bool HasFailed);

public sealed record AuditView : PageView
{
    public required IReadOnlyList<ShownEntry> Entries { get; init; }

    /// <summary>Null: there are no earlier ones.</summary>
    public required string? EarlierHref { get; init; }

    public override PageText Title => Texts["audit.title"];
}
