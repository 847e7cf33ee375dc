using System.Text;

using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting;

/// <summary>A posted form: its fields by name, or the problem with it; never both, never neither.</summary>
public sealed record FormBody(Dictionary<string, StringValues>? Fields, Problem? Problem)
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <param name="request">Its body is read to the end, or until it is too large.</param>
    /// <param name="mostBytes">A larger body is refused without reading it all.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public static async Task<FormBody> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
            return new FormBody(null, ProblemCatalogue.UnsupportedMediaType);
        var (body, problem) = await BodyReader.ReadAsync(request, mostBytes, cancellationToken);
        return problem is null
            ? new FormBody(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)), null)
            : new FormBody(null, problem);
    }
}
