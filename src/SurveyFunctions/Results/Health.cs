using System.Text;

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Releases;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.Results;

/// <summary>
/// HTTP-triggered, for monitors: 200 if the storage is reached, every wave has its release and no check found what must not be told, else 503.
/// It names no wave.
/// </summary>
public sealed class Health(ReadReleaseHealth read)
{
    public const string Route = "health";

    [Function(nameof(Health)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        var health = await read.ReadAsync(cancellationToken);
        var document = $$"""{"isHealthy":{{(health.IsHealthy ? "true" : "false")}},"waves":{{health.Waves}},"overdue":{{health.Overdue}},"withheld":{{health.Withheld}}}""";
        return new BytesResult(Encoding.UTF8.GetBytes(document), "application/json", health.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
