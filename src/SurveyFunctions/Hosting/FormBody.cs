using System.Text;

using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

using SurveyFunctions.Problems;

using Surveys.Readings;

namespace SurveyFunctions.Hosting;

/// <summary>Reads a posted form: its fields by name.</summary>
public static class FormBody
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <param name="request">Its body is read to the end, or until it is too large.</param>
    /// <param name="mostBytes">A larger body is refused without reading it all.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public static async Task<Reading<Dictionary<string, StringValues>, Problem>> ReadAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
            return ProblemCatalogue.UnsupportedMediaType;
        var body = await BodyReader.ReadAsync(request, mostBytes, cancellationToken);
        return body.IsValid ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Value.Span)) : body.Problems[0];
    }
}
